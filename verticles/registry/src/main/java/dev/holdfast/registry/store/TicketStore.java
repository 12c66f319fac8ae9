package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.IssueTicket;
import dev.holdfast.shared.message.IssuedTicket;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Tickets in Postgres, so that every pod takes them and one use wins; Redis may vanish. */
public final class TicketStore {
  private static final int SWEEP_MAX = 10_000;

  private final Postgres postgres;

  public TicketStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Keeps a ticket; empty where the principal had too many within a minute, on whatever pods. */
  public Future<Optional<IssuedTicket>> issue(IssueTicket command) {
    Principal principal = command.principal();
    Tuple values =
        Tuple.tuple()
            .addString(principal.tenant())
            .addString(principal.name())
            .addString(command.ticketHash());
    switch (command.proof()) {
      case Access.Proof.Key(String id) -> values.addString(id).addLong(null);
      case Access.Proof.Token(long untilMs) -> values.addString(null).addLong(untilMs);
    }
    values.addLong((long) command.lifetimeMs()).addLong((long) command.perMinuteMax());
    return postgres.inTransaction(
        principal,
        transaction ->
            transaction
                .preparedQuery(TicketSql.PRINCIPAL_LOCK)
                .execute(Tuple.of(principal.tenant(), principal.name()))
                .compose(locked -> transaction.preparedQuery(TicketSql.ISSUE).execute(values))
                .map(rows ->
                    rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(
                            new IssuedTicket(rows.iterator().next().getLong("expires_in_ms")))));
  }

  /** What the ticket opens, this once; empty for every reason why it does not. */
  public Future<Optional<Access>> redeem(String ticketHash) {
    return postgres
        .reads()
        .preparedQuery(TicketSql.REDEEM)
        .execute(Tuple.of(ticketHash))
        .map(rows ->
            rows.size() == 0
                ? Optional.<Access>empty()
                : Optional.of(access(rows.iterator().next())))
        .recover(StoreFaults::translated);
  }

  /** Removes what is over. */
  public Future<Void> sweep() {
    return postgres
        .reads()
        .preparedQuery(TicketSql.SWEEP)
        .execute(Tuple.of(SWEEP_MAX))
        .<Void>mapEmpty()
        .recover(StoreFaults::translated);
  }

  /** The scope is the smaller one, whatever the credential's was. */
  private static Access access(Row row) {
    String keyId = row.getString("key_id");
    return new Access(
        new Principal(row.getString("tenant"), row.getString("principal")),
        KeyScope.SESSION,
        keyId == null
            ? new Access.Proof.Token(row.getLong("token_until_ms"))
            : new Access.Proof.Key(keyId));
  }
}
