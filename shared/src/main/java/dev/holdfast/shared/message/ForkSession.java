package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new session whose log begins with the history of another of the same principal, durably
 * before the answer. The other may be at work, or have ended; it is not changed. Tasks are not
 * copied, the project is.
 *
 * <p>Fails with {@code unknown_session}, {@code session_exists} where the new id is taken, {@code
 * history_too_long}, {@code invalid_field} where the position is past the newest event.
 *
 * @param sessionId the session that is forked
 * @param newSessionId of valid format; null for a minted one
 * @param upToSeq the last event that is copied; null for all there are
 * @param reason 1-500 characters, or null
 */
public record ForkSession(
    Principal principal,
    String sessionId,
    @Nullable String newSessionId,
    @Nullable Long upToSeq,
    @Nullable String reason) {
  public static final int REASON_MAX = 500;
}
