package dev.holdfast.shared.event;

import java.util.List;

/** Every statement of the event log. */
public final class EventSql {
  /**
   * Numbers and writes a batch in one statement. The update locks the session's row until the
   * transaction ends, so numbers become visible in the order in which they were given: that is what
   * makes the log gapless for a reader.
   */
  static final String APPEND =
      """
      WITH head AS (
        UPDATE session_log SET last_seq = last_seq + cardinality($2::text[])
        WHERE session_no = $1 RETURNING last_seq)
      INSERT INTO session_event (session_no, seq, type, task_id, data, at)
      SELECT $1, head.last_seq - cardinality($2::text[]) + e.ord, e.type, e.task_id, e.data, now()
      FROM head, unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS e(type, task_id, data, ord)
      ORDER BY e.ord
      RETURNING seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
      """;

  static final String READ =
      """
      SELECT seq, type, task_id, data,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
      FROM session_event WHERE session_no = $1 AND seq > $2 ORDER BY seq LIMIT $3
      """;

  static final String HEADS =
      "SELECT session_no, last_seq FROM session_log WHERE session_no = ANY($1::bigint[])";

  /**
   * Begins an empty log with another's events up to a number. What is at or below a committed
   * number is committed too, so the copy is one moment of the other log, however it grows
   * meanwhile.
   */
  static final String COPY =
      """
      WITH head AS (
        UPDATE session_log SET last_seq = $3
        WHERE session_no = $2 AND last_seq = 0 RETURNING session_no)
      INSERT INTO session_event (session_no, seq, type, task_id, data, at)
      SELECT head.session_no, e.seq, e.type, e.task_id, e.data, e.at
      FROM head, session_event e WHERE e.session_no = $1 AND e.seq <= $3
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(APPEND, READ, HEADS, COPY);

  private EventSql() {}
}
