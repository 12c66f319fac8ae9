package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the log of the project that the session is bound to: all of them, in order, or none.
 * Fails with {@code project_unbound}, {@code project_archived}, {@code session_ended}, {@code
 * invalid_field} or {@code idempotency_conflict}.
 *
 * @param projectKey the key the caller was told, to be held against the session's, or null
 * @param idempotency null where the same request sent twice is to be written twice
 */
public record AppendEntries(
    SessionRef session,
    List<NewEntry> entries,
    @Nullable String projectKey,
    @Nullable Idempotency idempotency) {
  public AppendEntries {
    entries = List.copyOf(entries);
  }

  /** Without a project key, and without a promise that a repetition is the same request. */
  public AppendEntries(SessionRef session, List<NewEntry> entries) {
    this(session, entries, null, null);
  }
}
