package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import java.util.List;

/**
 * Appends to the log of the project that the session is bound to: all of them, in order, or none.
 * Fails with {@code project_unbound}, {@code session_ended} or {@code invalid_field}; the same
 * request sent twice is written twice.
 */
public record AppendEntries(SessionRef session, List<NewEntry> entries) {
  public AppendEntries {
    entries = List.copyOf(entries);
  }
}
