package dev.holdfast.shared.message;

/**
 * A call whose arguments are valid, as the task it is.
 *
 * @param agent who executes it
 * @param input what that agent is given
 */
public record PreparedCall(String agent, String input) {}
