package dev.holdfast.tasks.agent.mcp;

import java.util.Optional;

/**
 * What a task asks for.
 *
 * @param tool empty for the agent's own
 * @param arguments one JSON object as text; empty where the task is plain text
 * @param text the task as it came
 */
record McpInput(Optional<String> tool, Optional<String> arguments, String text) {}
