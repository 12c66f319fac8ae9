package dev.holdfast.shared.message;

/**
 * Control of a session that its asker has now.
 *
 * @param resumed whether he had it before, so that his token stays the same
 */
public record TakenControl(ControlState state, boolean resumed) {}
