package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Closes the open segment of a log of the session's project.
 *
 * @param confirm what a dry run answered; null for a dry run, which changes nothing
 * @param projectKey the key the caller was told, to be held against the session's, or null
 */
public record RotateEntries(
    SessionRef session, JournalLog log, @Nullable String confirm, @Nullable String projectKey) {
  /** Without a key. */
  public RotateEntries(SessionRef session, JournalLog log, @Nullable String confirm) {
    this(session, log, confirm, null);
  }
}
