package dev.holdfast.registry.journal.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.Idempotency;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/**
 * The keys under which an append is done once, each written in the append's own transaction: of
 * several at once the first takes the key, the others wait for its commit and find what it wrote.
 */
final class AppendKeys {
  private AppendKeys() {}

  /**
   * What was appended under the key; empty where it is free.
   *
   * @return fails with {@code idempotency_conflict} where it was used with another payload
   */
  static Future<Optional<AppendedEntries>> find(
      SqlConnection transaction, Principal owner, Idempotency idempotency) {
    return transaction
        .preparedQuery(AppendKeySql.FIND)
        .execute(Tuple.of(owner.tenant(), owner.name(), idempotency.key()))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.succeededFuture(Optional.empty());
          }
          Row row = rows.iterator().next();
          if (!row.getString("fingerprint").equals(idempotency.fingerprint())) {
            throw new Fault(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "the idempotency key was used before with another payload; use a new key");
          }
          return appended(transaction, owner, row).map(Optional::of);
        });
  }

  /** Whether the key is now this transaction's. */
  static Future<Boolean> take(
      SqlConnection transaction, SessionRef session, Idempotency idempotency) {
    Principal owner = session.owner();
    return transaction
        .preparedQuery(AppendKeySql.TAKE)
        .execute(
            Tuple.of(
                owner.tenant(),
                owner.name(),
                idempotency.key(),
                idempotency.fingerprint(),
                session.number()))
        .map(rows -> rows.size() == 1);
  }

  /** Says which entries the key stands for. */
  static Future<AppendedEntries> place(
      SqlConnection transaction,
      Principal owner,
      Idempotency idempotency,
      AppendedEntries appended) {
    List<EntryRecord> entries = appended.entries();
    EntryRecord first = entries.getFirst();
    return transaction
        .preparedQuery(AppendKeySql.PLACE)
        .execute(
            Tuple.of(
                owner.tenant(),
                owner.name(),
                idempotency.key(),
                first.project(),
                first.log().wire(),
                first.number(),
                entries.getLast().number()))
        .map(appended);
  }

  private static Future<AppendedEntries> appended(
      SqlConnection transaction, Principal owner, Row row) {
    return transaction
        .preparedQuery(AppendKeySql.APPENDED)
        .execute(
            Tuple.of(
                owner.tenant(),
                owner.name(),
                row.getLong("journal_no"),
                row.getLong("first_number"),
                row.getLong("last_number")))
        .map(entries -> new AppendedEntries(EntryRows.read(entries), true));
  }
}
