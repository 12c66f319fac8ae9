package dev.holdfast.registry.store;

import java.util.List;

/** Every statement about tickets. */
public final class TicketSql {
  /** Puts those who ask for one principal at once into a row, so that each is counted. */
  static final String PRINCIPAL_LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended($1::text || E'\\x1f' || $2::text, 0))::text";

  /** No row: the principal had too many within a minute. */
  static final String ISSUE =
      """
      INSERT INTO ticket (ticket_hash, tenant, principal, key_id, token_until_ms, expires_at)
      SELECT $3, $1, $2, $4, $5, now() + $6::bigint * interval '1 millisecond'
      WHERE (
        SELECT count(*) FROM ticket
        WHERE tenant = $1 AND principal = $2 AND issued_at > now() - interval '1 minute')
        < $7::bigint
      RETURNING $6::bigint AS expires_in_ms
      """;

  /**
   * Of two at once the second waits, looks again and finds it used. The credential is looked at
   * here as well: a ticket outlives no key.
   */
  static final String REDEEM =
      """
      UPDATE ticket t SET used_at = now()
      WHERE t.ticket_hash = $1 AND t.used_at IS NULL AND t.expires_at > clock_timestamp()
        AND (t.token_until_ms IS NULL
          OR t.token_until_ms > extract(epoch FROM clock_timestamp()) * 1000)
        AND (t.key_id IS NULL OR EXISTS (
          SELECT FROM credential c
          WHERE c.key_id = t.key_id AND c.tenant = t.tenant AND c.revoked_at IS NULL
            AND (c.expires_at IS NULL OR c.expires_at > clock_timestamp())))
      RETURNING t.tenant, t.principal, t.key_id, t.token_until_ms
      """;

  /** Of all owners: those that are not counted any more. */
  static final String SWEEP =
      """
      DELETE FROM ticket WHERE ticket_hash IN (
        SELECT ticket_hash FROM ticket WHERE issued_at < now() - interval '1 minute'
        ORDER BY issued_at LIMIT $1 FOR UPDATE SKIP LOCKED)
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(PRINCIPAL_LOCK, ISSUE, REDEEM, SWEEP);

  private TicketSql() {}
}
