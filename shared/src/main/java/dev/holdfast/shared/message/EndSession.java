package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Ends a session and its bindings, durably before the answer. A session that has ended stays as it
 * was ended first. Fails with {@code unknown_session}.
 *
 * @param reason 1-500 characters, or null
 */
public record EndSession(
    Principal principal, String sessionId, EndStatus status, @Nullable String reason) {
  public static final int REASON_MAX = 500;
}
