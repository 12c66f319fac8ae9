package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Looks for entries, newest first.
 *
 * @param allProjects in every project of the session's principal; else in the session's project,
 *     where its mode has one
 * @param before the {@code next} of the page before
 * @param limit null for the default
 * @param projectKey the key the caller was told, to be held against the session's, or null
 */
public record QueryEntries(
    SessionRef session,
    JournalLog log,
    boolean allProjects,
    EntryFilter filter,
    @Nullable Long before,
    @Nullable Long limit,
    @Nullable String projectKey) {
  /** Without a key. */
  public QueryEntries(
      SessionRef session,
      JournalLog log,
      boolean allProjects,
      EntryFilter filter,
      @Nullable Long before,
      @Nullable Long limit) {
    this(session, log, allProjects, filter, before, limit, null);
  }
}
