package dev.holdfast.tasks.agent;

import dev.holdfast.shared.message.ToolTraits;

/**
 * A tool that an agent's server offers.
 *
 * @param name as the server calls it
 * @param description empty where the server tells none
 * @param inputSchema one JSON object as text
 */
public record OfferedTool(String name, String description, String inputSchema, ToolTraits traits) {}
