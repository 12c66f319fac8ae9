package dev.holdfast.tasks.store;

import java.util.List;

/**
 * Statements about the limits of what runs at once. The rows of {@code concurrency} are locked in
 * the order of their keys, and after everything else that the transaction locks by waiting, but the
 * session's own log and task.
 */
public final class RoomSql {
  /** What of the session comes next, without beginning it; no row: nothing can. */
  static final String NEXT =
      """
      SELECT t.agent, t.tenant, t.principal, t.retry_at > now() AS pauses FROM task t
      WHERE t.session_no = $1 AND %s
        AND NOT EXISTS (
          SELECT FROM task busy
          WHERE busy.session_no = $1 AND busy.status IN ('running', 'waiting_input'))
      ORDER BY t.position, t.task_no LIMIT 1
      """
          .formatted(NextTask.MAY_BEGIN);

  static final String LOCK =
      "SELECT key, running, turn FROM concurrency WHERE key = ANY($1) ORDER BY key FOR UPDATE";

  static final String ADD =
      """
      INSERT INTO concurrency (key) SELECT wanted.key FROM unnest($1::text[]) AS wanted(key)
      ORDER BY wanted.key ON CONFLICT (key) DO NOTHING
      """;

  static final String TAKE = "UPDATE concurrency SET running = running + 1 WHERE key = ANY($1)";

  static final String GIVE_BACK =
      "UPDATE concurrency SET running = greatest(running - 1, 0) WHERE key = ANY($1)";

  static final String NOTE_TURN = "UPDATE concurrency SET turn = $2 WHERE key = $1";

  /**
   * Gives a session back that waits for $3; its place among those that wait stays. A delay that
   * ends meanwhile may put another task first, for which there is room.
   *
   * <p>A summary that waits keeps all of the session waiting, so it waits no longer than it may
   * run.
   */
  static final String RELEASE_BLOCKED =
      """
      WITH dated AS (
        UPDATE task SET queue_deadline = now() + run_ms * interval '1 millisecond'
        WHERE session_no = $1 AND status = 'queued' AND purpose = 'summary' AND queue_deadline IS NULL
          AND EXISTS (SELECT FROM session_queue WHERE session_no = $1 AND lease_token = $2))
      UPDATE session_queue SET lease_owner = NULL, lease_token = NULL, blocked_on = $3,
        look_at = (
          SELECT min(t.not_before) FROM task t
          WHERE t.session_no = $1 AND %s AND t.not_before > now())
      WHERE session_no = $1 AND lease_token = $2 RETURNING session_no
      """
          .formatted(NextTask.FREE);

  /** Lets up to $1 blocked sessions be claimed of which a delay is over. */
  static final String RELEASE_DUE =
      """
      WITH due AS (
        SELECT session_no FROM session_queue WHERE look_at <= now()
        ORDER BY look_at LIMIT $1 FOR UPDATE SKIP LOCKED)
      UPDATE session_queue q SET blocked_on = NULL, look_at = NULL, priority = %s
      FROM due WHERE q.session_no = due.session_no
      """
          .formatted(NextTask.PRIORITY);

  /** Counts that were not compared for $1 milliseconds and in which somebody has an interest. */
  static final String DUE =
      """
      SELECT key FROM concurrency c
      WHERE checked_at < now() - $1::bigint * interval '1 millisecond'
        AND (running > 0 OR EXISTS (SELECT FROM session_queue q WHERE q.blocked_on = c.key))
      ORDER BY checked_at LIMIT 100
      """;

  /** No row: another pod is at it. */
  static final String LOCK_DUE =
      """
      SELECT running, turn FROM concurrency
      WHERE key = $1 AND checked_at < now() - $2::bigint * interval '1 millisecond'
      FOR UPDATE SKIP LOCKED
      """;

  /**
   * The attempts that hold the key. It is exact under the lock of the key's row: whoever begins or
   * ends an attempt has committed, or has not changed the count yet.
   */
  static final String COUNT =
      """
      SELECT count(*)::integer AS running FROM session_queue q
      JOIN task t ON t.session_no = q.session_no AND t.status IN ('running', 'waiting_input')
      JOIN attempt a ON a.task_no = t.task_no AND a.lease_token = q.lease_token AND a.ended_at IS NULL
      WHERE q.lease_owner IS NOT NULL AND $1 = ANY(a.holds)
      """;

  static final String SET_COUNT =
      "UPDATE concurrency SET running = $2, checked_at = now() WHERE key = $1";

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          NEXT,
          LOCK,
          ADD,
          TAKE,
          GIVE_BACK,
          NOTE_TURN,
          RELEASE_BLOCKED,
          RELEASE_DUE,
          DUE,
          LOCK_DUE,
          COUNT,
          SET_COUNT);

  private RoomSql() {}
}
