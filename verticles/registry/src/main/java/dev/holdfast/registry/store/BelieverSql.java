package dev.holdfast.registry.store;

import java.util.List;

/** The statements of processes that answer from memory. */
public final class BelieverSql {
  /**
   * A process is there, and which others were as long ago as they believe and $3 more. The time to
   * compare with is not later than what is seen of the others.
   */
  static final String LOOK =
      """
      WITH own AS (
        INSERT INTO believer AS b (address, belief_ms) VALUES ($1, $2)
        ON CONFLICT (address) DO UPDATE
        SET seen_at = clock_timestamp(), belief_ms = excluded.belief_ms
        RETURNING b.distrusted)
      SELECT own.distrusted, other.address, other.belief_ms
      FROM own LEFT JOIN believer other
        ON other.address <> $1
          AND other.seen_at > statement_timestamp()
            - (other.belief_ms + $3::integer) * interval '1 millisecond'
      """;

  /** What they hold may be wrong. Two at a time wait for each other in one order. */
  static final String DISTRUST =
      """
      UPDATE believer SET distrusted = distrusted + 1
      WHERE address IN (
        SELECT address FROM believer WHERE address = ANY($1::text[]) ORDER BY address FOR UPDATE)
      """;

  /** A process that believes nothing any more. */
  static final String LEAVE = "DELETE FROM believer WHERE address = $1";

  /** Those that ended without leaving. */
  static final String SWEEP =
      "DELETE FROM believer WHERE seen_at < clock_timestamp() - interval '1 hour'";

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(LOOK, DISTRUST, LEAVE, SWEEP);

  private BelieverSql() {}
}
