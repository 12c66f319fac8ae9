package dev.holdfast.tasks.agent.mcp;

/**
 * What a server wants of its client before it goes on.
 *
 * @param method for example {@code elicitation/create}
 * @param params one JSON object as text
 */
record Wanted(String method, String params) {}
