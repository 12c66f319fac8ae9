package dev.holdfast.broadcast.store;

import java.util.List;

/**
 * The statements of trimming. They are about sessions of all owners; several pods run them at once.
 */
public final class RetentionSql {
  /**
   * The next $2 sessions after number $1, and whether something of each is over a limit: more than
   * $3 events, or the first of them older than $4 seconds.
   */
  static final String LOOK =
      """
      WITH next AS (
        SELECT session_no, last_seq, trimmed_to FROM session_log
        WHERE session_no > $1 ORDER BY session_no LIMIT $2)
      SELECT n.session_no, n.last_seq > n.trimmed_to AND (
        n.last_seq - n.trimmed_to > $3 OR (
          SELECT e.at < now() - $4::bigint * interval '1 second' FROM session_event e
          WHERE e.session_no = n.session_no AND e.seq > n.trimmed_to
          ORDER BY e.seq LIMIT 1)) AS due
      FROM next n ORDER BY n.session_no
      """;

  /**
   * Moves the floor of session $1 over at most $2 events, and deletes those of them whose type is
   * not among $5, in one statement and so in one moment for every reader. It stops before the first
   * event that is within both limits, and before the first event of a task that has not ended. A
   * task that has ended stays so, and what is appended meanwhile is above the floor: so only the
   * row of the log is locked, and where somebody appends just now the session is left out.
   */
  static final String TRIM =
      """
      WITH log AS (
        SELECT session_no, last_seq, trimmed_to FROM session_log
        WHERE session_no = $1 FOR NO KEY UPDATE SKIP LOCKED),
      oldest AS (
        SELECT e.seq, e.type, e.task_id, e.at, log.last_seq FROM log, LATERAL (
          SELECT * FROM session_event
          WHERE session_no = log.session_no AND seq > log.trimmed_to ORDER BY seq LIMIT $2) e),
      floor AS (
        SELECT coalesce(
          min(o.seq) FILTER (WHERE
            (o.seq > o.last_seq - $3 AND o.at >= now() - $4::bigint * interval '1 second')
            OR (o.type = 'task.accepted' AND EXISTS (
              SELECT FROM task t WHERE t.session_no = $1 AND t.task_id = o.task_id
                AND t.status IN ('queued', 'running', 'waiting_input')))) - 1,
          max(o.seq)) AS seq
        FROM oldest o),
      moved AS (
        UPDATE session_log l SET trimmed_to = floor.seq FROM floor
        WHERE l.session_no = $1 AND l.trimmed_to < floor.seq RETURNING l.trimmed_to),
      deleted AS (
        DELETE FROM session_event e USING log, moved
        WHERE e.session_no = log.session_no AND e.seq > log.trimmed_to
          AND e.seq <= moved.trimmed_to AND e.type <> ALL($5::text[])
        RETURNING e.seq)
      SELECT moved.trimmed_to - log.trimmed_to AS moved, (SELECT count(*) FROM deleted) AS deleted
      FROM log, moved
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(LOOK, TRIM);

  private RetentionSql() {}
}
