package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the newest entries of a log of the session's project, archived ones included.
 *
 * @param before only those with a smaller number
 * @param limit exactly so many, while so many exist; null for the default
 * @param projectKey the key the caller was told, to be held against the session's, or null
 */
public record ReadEntries(
    SessionRef session,
    JournalLog log,
    @Nullable Long before,
    @Nullable Long limit,
    @Nullable String projectKey) {
  /** Without a key. */
  public ReadEntries(
      SessionRef session, JournalLog log, @Nullable Long before, @Nullable Long limit) {
    this(session, log, before, limit, null);
  }
}
