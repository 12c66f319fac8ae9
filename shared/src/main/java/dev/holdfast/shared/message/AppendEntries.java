package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the log of the project that the session is bound to: all of them, in order, or none.
 * Fails with {@code project_unbound}, {@code session_ended} or {@code invalid_field}; the same
 * request sent twice is written twice. An archived project refuses with {@code project_archived}.
 *
 * @param projectKey the key the caller was told, to be held against the session's, or null
 */
public record AppendEntries(
    SessionRef session, List<NewEntry> entries, @Nullable String projectKey) {
  public AppendEntries {
    entries = List.copyOf(entries);
  }

  /** Without a key. */
  public AppendEntries(SessionRef session, List<NewEntry> entries) {
    this(session, entries, null);
  }
}
