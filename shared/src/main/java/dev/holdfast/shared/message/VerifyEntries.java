package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the hash chain of a log of the session's project.
 *
 * @param after the number up to which it has been verified before; 0 for the start
 * @param projectKey the key the caller was told, to be held against the session's, or null
 */
public record VerifyEntries(
    SessionRef session, JournalLog log, long after, @Nullable String projectKey) {
  /** Without a key. */
  public VerifyEntries(SessionRef session, JournalLog log, long after) {
    this(session, log, after, null);
  }
}
