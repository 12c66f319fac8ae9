package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.ToolTraits;
import java.util.Optional;

/**
 * A tool that a server offers.
 *
 * @param textArgument where a plain text goes: its only required string, or else its only string
 * @param description empty where the server tells none
 * @param inputSchema one JSON object as text
 * @param repeatable whether a second call with the same arguments does no harm, by the tool's
 *     annotations {@code readOnlyHint} and {@code idempotentHint} (MCP, {@code ToolAnnotations})
 */
record McpTool(
    String name,
    Optional<String> textArgument,
    String description,
    String inputSchema,
    boolean repeatable,
    ToolTraits traits) {}
