package dev.holdfast.tasks.store;

import java.util.List;

/** The statements about sessions for which others are to go on. */
public final class RollSql {
  /**
   * Of all owners: sessions whose roll is wanted and not made, once no summary of them is under
   * way, with the newest summary there is.
   */
  static final String DUE =
      """
      SELECT s.session_no, s.tenant, s.principal, s.session_id, %s AS summary
      FROM session_usage w JOIN session s ON s.session_no = w.session_no AND s.ended_at IS NULL
      WHERE w.roll_wanted_at IS NOT NULL AND w.rolled_at IS NULL
        AND NOT EXISTS (
          SELECT FROM task t WHERE t.session_no = w.session_no AND t.purpose = 'summary'
            AND t.status IN ('queued', 'running', 'waiting_input'))
      ORDER BY w.session_no LIMIT $1
      """
          .formatted(SummarySql.OF_SESSION);

  /** Of all owners: the next session is there. */
  static final String DONE =
      "UPDATE session_usage SET rolled_at = now() WHERE session_no = $1 AND rolled_at IS NULL";

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(DUE, DONE);

  private RollSql() {}
}
