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

  /**
   * A page, the head and the floor of the log in one snapshot: always a row where there is a log,
   * without a number where no event is left. $3 bounds the events that are looked at, $4 the bytes
   * of their data: the one that passes it is the last.
   */
  static final String PAGE =
      """
      SELECT l.last_seq, l.trimmed_to, e.seq, e.type, e.task_id, e.data, e.bytes,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
      FROM session_log l
      LEFT JOIN LATERAL (
        SELECT * FROM (
          SELECT s.*, sum(octet_length(s.data)) OVER (ORDER BY s.seq) AS bytes FROM (
            SELECT * FROM session_event
            WHERE session_no = l.session_no AND seq > $2 ORDER BY seq LIMIT $3) s) summed
        WHERE summed.bytes - octet_length(summed.data) < $4::bigint) e ON true
      WHERE l.session_no = $1 ORDER BY e.seq
      """;

  static final String HEADS =
      "SELECT session_no, last_seq FROM session_log WHERE session_no = ANY($1::bigint[])";

  /**
   * Begins an empty log with what is left of another's events up to a number. What is at or below a
   * committed number is committed too, so the copy is one moment of the other log, however it grows
   * or is trimmed meanwhile. Tells how many were copied of those that were never trimmed.
   */
  static final String COPY =
      """
      WITH head AS (
        UPDATE session_log l SET last_seq = $3, trimmed_to = least(p.trimmed_to, $3)
        FROM session_log p
        WHERE l.session_no = $2 AND l.last_seq = 0 AND p.session_no = $1
        RETURNING l.session_no, l.trimmed_to),
      copied AS (
        INSERT INTO session_event (session_no, seq, type, task_id, data, at)
        SELECT head.session_no, e.seq, e.type, e.task_id, e.data, e.at
        FROM head, session_event e WHERE e.session_no = $1 AND e.seq <= $3
        RETURNING seq)
      SELECT head.trimmed_to, (SELECT count(*) FROM copied WHERE seq > head.trimmed_to) AS whole
      FROM head
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(APPEND, PAGE, HEADS, COPY);

  private EventSql() {}
}
