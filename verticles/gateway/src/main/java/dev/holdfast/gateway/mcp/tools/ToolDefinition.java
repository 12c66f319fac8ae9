package dev.holdfast.gateway.mcp.tools;

/**
 * How a tool is listed.
 *
 * @param withSession one JSON object as text, for clients whose protocol has sessions
 * @param withoutSession the same where the session is an argument
 */
public record ToolDefinition(String name, String withSession, String withoutSession) {}
