package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Makes the session that goes on for another of the same principal, linked both ways, with the same
 * project and mode and none of its ways in; durably before the answer. Where there is one already,
 * that is the answer and nothing is made.
 *
 * <p>Fails with {@code unknown_session}, and {@code session_ended} where it has ended.
 *
 * @param summary the first event of the new session; null where there is none
 */
public record RollSession(SessionRef session, @Nullable SessionSummary summary) {}
