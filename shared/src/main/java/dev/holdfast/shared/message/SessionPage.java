package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions, newest first.
 *
 * @param next what to give as {@code before} for the next page; null on the last
 */
public record SessionPage(List<Item> sessions, @Nullable Long next) {
  public SessionPage {
    sessions = List.copyOf(sessions);
  }

  /**
   * A session in brief.
   *
   * @param createdAt RFC 3339 UTC, database clock
   * @param project null while unbound
   */
  public record Item(
      SessionRef session, String createdAt, @Nullable String project, SessionLife life) {}
}
