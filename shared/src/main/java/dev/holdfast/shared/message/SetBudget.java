package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/**
 * Puts a budget in the place of a session's former one; answered with what it has used. It counts
 * from the next report of usage on. Fails with {@code unknown_session} or {@code session_ended}.
 */
public record SetBudget(SessionRef session, Budget budget) {}
