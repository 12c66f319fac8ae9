package dev.holdfast.registry.journal.store;

import java.util.List;

/** Every statement of the journal. */
public final class JournalSql {
  /** Keeps the session from ending and from being bound to another project meanwhile. */
  static final String SESSION_HOLD =
      """
      SELECT ended_at IS NOT NULL AS ended FROM session
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 FOR SHARE
      """;

  /**
   * A statement of its own: together with the lock it would read what was bound before the wait.
   */
  static final String PROJECT_HELD =
      """
      SELECT p.project, p.mode, p.project_key FROM session s JOIN session_project p ON p.session_no = s.session_no
      WHERE s.session_no = $1 AND s.tenant = $2 AND s.principal = $3
      """;

  /**
   * Gives out so many numbers and locks the log until the transaction ends; the time is taken after
   * the lock, so that it grows with the numbers. No row where the project is archived; one that is
   * not cannot be until the transaction is over.
   */
  static final String NUMBERS_TAKE =
      """
      INSERT INTO journal (tenant, principal, project, log, last_number)
      SELECT p.tenant, p.principal, p.project, $4, $5::bigint FROM project p
      WHERE p.tenant = $1 AND p.principal = $2 AND p.project = $3 AND p.status <> 'archived'
      FOR SHARE
      ON CONFLICT (tenant, principal, project, log)
        DO UPDATE SET last_number = journal.last_number + EXCLUDED.last_number
      RETURNING journal_no, last_number, last_hash,
        to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
      """;

  /** Writes a batch; the tags of an entry are separated by U+001F. */
  static final String ENTRIES_WRITE =
      """
      WITH written AS (
        INSERT INTO journal_entry (journal_no, number, tenant, principal, session_id, at,
          entry_id, message, status, agent, meta, tags, priority, category, log_type, confidence,
          hash)
        SELECT $1, e.number, $2, $3, $4, $5::text::timestamptz, e.entry_id, e.message, e.status,
          e.agent, e.meta, string_to_array(e.tags, E'\\x1f'), e.priority, e.category, e.log_type,
          e.confidence, e.hash
        FROM unnest($6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
          $12::text[], $13::text[], $14::text[], $15::text[], $16::float8[], $17::text[])
          AS e(number, entry_id, message, status, agent, meta, tags, priority, category, log_type,
            confidence, hash)
        ORDER BY e.number)
      UPDATE journal SET last_hash = $18
      WHERE journal_no = $1 AND tenant = $2 AND principal = $3
      """;

  static final String RECENT =
      entries(
          """
          AND j.project = $3 AND j.log = $4 AND e.number < $5
          ORDER BY e.number DESC LIMIT $6
          """);

  static final String CHAIN =
      entries(
          """
          AND j.project = $3 AND j.log = $4 AND e.number > $5 AND e.number <= $6
          ORDER BY e.number LIMIT $7
          """);

  /**
   * The numbers of entries only: behind the wall the indexes of words and metadata are of no use,
   * because Postgres asks nothing of a row there before it knows whose it is. A condition whose
   * parameter is null holds for every entry.
   */
  static final String SEARCH =
      "SELECT e.entry_no"
          + owned(
              """
              AND j.log = $4 AND ($3::text IS NULL OR j.project = $3)
              AND e.entry_no < $5
              AND ($7::timestamptz IS NULL OR e.at >= $7)
              AND ($8::timestamptz IS NULL OR e.at < $8)
              AND ($9::text IS NULL OR e.words @@ websearch_to_tsquery('simple', $9))
              AND ($10::text IS NULL OR e.status = $10)
              AND ($11::text IS NULL OR e.agent = $11)
              AND ($12::text IS NULL OR e.meta_index @> $12::jsonb)
              AND ($13::text IS NULL OR e.priority = $13)
              AND ($14::text IS NULL OR e.category = $14)
              AND e.tags @> $15::text[]
              AND ($16::text IS NULL OR e.log_type = $16)
              AND ($17::text IS NULL OR e.message ~ $17)
              ORDER BY e.entry_no DESC LIMIT $6
              """);

  /** The entries of numbers, newest first. */
  static final String FOUND =
      entries("AND e.entry_no = ANY($3::bigint[]) ORDER BY e.entry_no DESC\n");

  /** Until the transaction ends; a plan for the values at hand leaves out what is not asked. */
  static final String SEARCH_LIMITS =
      """
      SELECT set_config('statement_timeout', $1, true),
        set_config('plan_cache_mode', 'force_custom_plan', true)
      """;

  static final String HEAD =
      """
      SELECT journal_no, last_number, last_hash, archived_to FROM journal
      WHERE tenant = $1 AND principal = $2 AND project = $3 AND log = $4
      """;

  static final String HEAD_LOCK = HEAD + " FOR NO KEY UPDATE";

  static final String HASH_AT =
      """
      SELECT hash FROM journal_entry
      WHERE journal_no = $1 AND tenant = $2 AND principal = $3 AND number = $4
      """;

  static final String SEGMENT_CLOSE =
      """
      WITH marker AS (
        INSERT INTO journal_segment (journal_no, tenant, principal, first_number, last_number,
          entries, first_hash, last_hash, session_id)
        VALUES ($1, $2, $3, $4::bigint, $5::bigint, $5::bigint - $4::bigint + 1, $6, $7, $8)
        RETURNING closed_at)
      UPDATE journal SET archived_to = $5 FROM marker
      WHERE journal_no = $1 AND tenant = $2 AND principal = $3
      RETURNING
        to_char(closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS closed_at
      """;

  /** The first marker in a range that does not say what the entries say. */
  static final String SEGMENT_BROKEN =
      """
      SELECT s.last_number FROM journal_segment s
      LEFT JOIN journal_entry f ON f.journal_no = s.journal_no AND f.number = s.first_number
      LEFT JOIN journal_entry l ON l.journal_no = s.journal_no AND l.number = s.last_number
      WHERE s.journal_no = $1 AND s.tenant = $2 AND s.principal = $3
        AND s.last_number > $4 AND s.last_number <= $5
        AND (f.hash IS DISTINCT FROM s.first_hash OR l.hash IS DISTINCT FROM s.last_hash
          OR s.entries <> s.last_number - s.first_number + 1)
      ORDER BY s.last_number LIMIT 1
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          SESSION_HOLD,
          PROJECT_HELD,
          NUMBERS_TAKE,
          ENTRIES_WRITE,
          RECENT,
          CHAIN,
          SEARCH,
          FOUND,
          SEARCH_LIMITS,
          HEAD,
          HEAD_LOCK,
          HASH_AT,
          SEGMENT_CLOSE,
          SEGMENT_BROKEN);

  private JournalSql() {}

  /** Entries of a principal, restricted further. */
  static String entries(String rest) {
    return """
    SELECT e.entry_no, e.entry_id, j.project, j.log, e.number, e.session_id, e.message,
      e.status, e.agent, e.meta, e.tags, e.priority, e.category, e.log_type, e.confidence,
      to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.hash\
    """
        + owned(rest);
  }

  private static String owned(String rest) {
    return """

    FROM journal j
    JOIN journal_entry e ON e.journal_no = j.journal_no
      AND e.tenant = j.tenant AND e.principal = j.principal
    WHERE j.tenant = $1 AND j.principal = $2
    """
        + rest;
  }
}
