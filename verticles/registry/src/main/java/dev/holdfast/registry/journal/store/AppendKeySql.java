package dev.holdfast.registry.journal.store;

import java.util.List;

/** Every statement about the keys under which an append is done once. */
public final class AppendKeySql {
  /** No row: the key is taken, by an append that is committed when this returns. */
  static final String TAKE =
      """
      INSERT INTO journal_append (tenant, principal, idempotency_key, fingerprint, session_no)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (tenant, principal, idempotency_key) DO NOTHING
      RETURNING session_no
      """;

  /** The first and last number of what was appended; in the transaction that took the key. */
  static final String PLACE =
      """
      UPDATE journal_append a
      SET journal_no = j.journal_no, first_number = $6, last_number = $7
      FROM journal j
      WHERE a.tenant = $1 AND a.principal = $2 AND a.idempotency_key = $3
        AND j.tenant = $1 AND j.principal = $2 AND j.project = $4 AND j.log = $5
      """;

  static final String FIND =
      """
      SELECT fingerprint, journal_no, first_number, last_number FROM journal_append
      WHERE tenant = $1 AND principal = $2 AND idempotency_key = $3
      """;

  /** What a key stands for, in the order in which it was appended. */
  static final String APPENDED =
      JournalSql.entries(
          """
          AND j.journal_no = $3 AND e.number BETWEEN $4 AND $5
          ORDER BY e.number
          """);

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(TAKE, PLACE, FIND, APPENDED);

  private AppendKeySql() {}
}
