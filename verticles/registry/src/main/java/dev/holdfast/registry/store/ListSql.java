package dev.holdfast.registry.store;

import java.util.List;

/** The statements that list sessions. */
public final class ListSql {
  /** One page by the owner, newest first; the nulls leave their filter out. */
  static final String LIST =
      """
      SELECT s.session_no, s.session_id, p.project, s.end_status, s.end_reason,
        to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
        to_char(s.last_active_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS last_active_at,
        to_char(s.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ended_at
      FROM session s
      LEFT JOIN session_project p ON p.session_no = s.session_no
      WHERE s.tenant = $1 AND s.principal = $2 AND s.session_no < $3
        AND s.tombstoned_at IS NULL
        AND ($4::boolean IS NULL OR (s.ended_at IS NOT NULL) = $4)
        AND ($5::text IS NULL OR starts_with(s.session_id, $5))
        AND ($6::text IS NULL OR p.project = $6)
      ORDER BY s.session_no DESC LIMIT $7
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(LIST);

  private ListSql() {}
}
