package dev.holdfast.registry.store;

import java.util.List;

/** What ended lately, of all owners. */
public final class RecentEndSql {
  /** The numbers of sessions that ended within $1 milliseconds, the latest first. */
  static final String SESSIONS =
      """
      SELECT session_no AS number FROM session
      WHERE ended_at > now() - $1::bigint * interval '1 millisecond'
      ORDER BY ended_at DESC LIMIT $2
      """;

  /** The numbers of bindings that ended within $1 milliseconds, the latest first. */
  static final String BINDINGS =
      """
      SELECT binding_no AS number FROM binding
      WHERE ended_at > now() - $1::bigint * interval '1 millisecond'
      ORDER BY ended_at DESC LIMIT $2
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(SESSIONS, BINDINGS);

  private RecentEndSql() {}
}
