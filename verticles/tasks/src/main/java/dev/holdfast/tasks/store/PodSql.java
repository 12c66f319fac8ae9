package dev.holdfast.tasks.store;

import java.util.List;

/** Statements about pods: who is alive, by the database's clock alone. */
public final class PodSql {
  static final String REGISTER_POD =
      "INSERT INTO pod (name, address) VALUES ($1, $2) RETURNING pod_no";

  /**
   * No row: the pod was given up for lost. A silence of more than $2 milliseconds before this beat
   * begins its steadiness anew.
   */
  static final String HEARTBEAT =
      """
      UPDATE pod SET
        steady_since = CASE
          WHEN heartbeat_at < clock_timestamp() - $2::bigint * interval '1 millisecond' THEN clock_timestamp()
          ELSE steady_since END,
        heartbeat_at = clock_timestamp()
      WHERE pod_no = $1 AND gone_at IS NULL RETURNING pod_no
      """;

  /** Rows of pods that went long ago and own nothing any more. */
  static final String FORGET_PODS =
      """
      DELETE FROM pod p
      WHERE p.gone_at < now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM session_queue q WHERE q.lease_owner = p.pod_no)
      """;

  static final String ALIVE_PODS = "SELECT name, address FROM pod WHERE gone_at IS NULL";

  /** With what each runs; as many rows of a session's queue as a pod may run at once. */
  static final String ALIVE_RECORDS =
      """
      SELECT p.pod_no, p.name, p.address,
        to_char(p.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS started_at,
        greatest(0, extract(epoch FROM clock_timestamp() - p.heartbeat_at) * 1000)::bigint
          AS silent_ms,
        (SELECT count(*) FROM session_queue q WHERE q.lease_owner = p.pod_no) AS leased,
        (SELECT count(*) FROM session_queue q
          JOIN task t ON t.session_no = q.session_no AND t.status IN ('running', 'waiting_input')
          WHERE q.lease_owner = p.pod_no) AS running
      FROM pod p WHERE p.gone_at IS NULL ORDER BY p.pod_no
      """;

  static final String LEAVE =
      "UPDATE pod SET gone_at = now() WHERE pod_no = $1 AND gone_at IS NULL";

  /**
   * Pod $2 gives up others that were silent for $1 milliseconds, by the database's clock. Only one
   * that was itself steadily heard for as long, and just now, may judge: after an outage of the
   * database all were silent, and the first one back would give up the rest before they can beat.
   */
  static final String GIVE_UP =
      """
      UPDATE pod SET gone_at = now()
      WHERE gone_at IS NULL AND pod_no <> $2
        AND heartbeat_at < clock_timestamp() - $1::bigint * interval '1 millisecond'
        AND EXISTS (
          SELECT FROM pod judge
          WHERE judge.pod_no = $2 AND judge.gone_at IS NULL
            AND judge.heartbeat_at > clock_timestamp() - ($1::bigint / 2) * interval '1 millisecond'
            AND judge.steady_since < clock_timestamp() - $1::bigint * interval '1 millisecond')
      RETURNING pod_no, name
      """;

  /**
   * Addresses of pods that went lately: what they left running is ended on the machine where it is.
   */
  static final String GONE_LATELY =
      """
      SELECT gone.address FROM pod gone
      WHERE gone.gone_at > now() - interval '1 hour'
        AND NOT EXISTS (
          SELECT FROM pod back WHERE back.address = gone.address AND back.gone_at IS NULL)
      ORDER BY gone.gone_at DESC LIMIT 100
      """;

  static final String ORPHANS =
      """
      SELECT q.session_no, q.lease_token FROM session_queue q
      JOIN pod p ON p.pod_no = q.lease_owner
      WHERE p.gone_at IS NOT NULL LIMIT $1
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          REGISTER_POD,
          HEARTBEAT,
          FORGET_PODS,
          ALIVE_PODS,
          ALIVE_RECORDS,
          LEAVE,
          GIVE_UP,
          GONE_LATELY,
          ORPHANS);

  private PodSql() {}
}
