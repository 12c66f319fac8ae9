package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as its owner sees it.
 *
 * @param createdAt RFC 3339 UTC, database clock
 * @param lastSeq the number of its newest event, 0 for none
 * @param bindings oldest first, at most 100
 * @param project null while unbound
 * @param forkedFrom null for a session that began with nothing
 * @param life since when it is idle, and how it ended
 * @param links the sessions before and after it
 */
public record SessionRecord(
    SessionRef session,
    String createdAt,
    long lastSeq,
    List<BindingRecord> bindings,
    @Nullable ProjectBinding project,
    @Nullable ForkedFrom forkedFrom,
    SessionLife life,
    SessionLinks links) {
  public SessionRecord {
    bindings = List.copyOf(bindings);
  }

  /** Of a session that stands alone. */
  public SessionRecord(
      SessionRef session,
      String createdAt,
      long lastSeq,
      List<BindingRecord> bindings,
      @Nullable ProjectBinding project,
      @Nullable ForkedFrom forkedFrom,
      SessionLife life) {
    this(session, createdAt, lastSeq, bindings, project, forkedFrom, life, SessionLinks.NONE);
  }

  /**
   * One way in that leads to the session.
   *
   * @param kind the transport kind's wire name
   * @param boundAt RFC 3339 UTC, database clock
   * @param source why it was bound to this session
   */
  public record BindingRecord(String kind, String boundAt, String source) {}
}
