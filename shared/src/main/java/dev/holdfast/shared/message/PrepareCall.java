package dev.holdfast.shared.message;

/**
 * Asks what task a call of a tool is. Fails with {@code unknown_tool}, with {@code
 * invalid_arguments}, or with {@code overloaded} while the tools of its agent are not known.
 *
 * @param arguments one JSON object as text
 */
public record PrepareCall(String tool, String arguments) {}
