package dev.holdfast.tasks.agent.mcp;

import java.util.Optional;

/**
 * A tool that a server offers.
 *
 * @param textArgument where a plain text goes: its only required string, or else its only string
 * @param description empty where the server tells none
 * @param inputSchema one JSON object as text
 */
record McpTool(
    String name, Optional<String> textArgument, String description, String inputSchema) {}
