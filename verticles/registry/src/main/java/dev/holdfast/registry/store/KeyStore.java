package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.ApiKey;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.Scope;
import dev.holdfast.shared.identity.WorkerScope;
import dev.holdfast.shared.message.CreateKey;
import dev.holdfast.shared.message.KeyPage;
import dev.holdfast.shared.message.KeyRecord;
import dev.holdfast.shared.message.ListKeys;
import dev.holdfast.shared.message.RevokeKey;
import dev.holdfast.shared.message.RotateKey;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The API keys of each tenant, in Postgres. */
public final class KeyStore {
  private final Postgres postgres;

  public KeyStore(Postgres postgres) {
    this.postgres = postgres;
  }

  public Future<KeyRecord> create(CreateKey command) {
    return postgres.inTransaction(
        command.admin(),
        transaction ->
            insert(
                transaction,
                command.admin(),
                command.keyHash(),
                Tuple.of(
                    command.principal(),
                    command.scope().wire(),
                    command.label(),
                    command.lifetimeS(),
                    null)));
  }

  /** Newest first. */
  public Future<KeyPage> list(ListKeys question) {
    return postgres
        .execute(
            question.admin(),
            KeySql.LIST,
            Tuple.of(
                question.admin().tenant(),
                question.principal(),
                question.before(),
                question.limit() + 1))
        .map(rows -> page(rows, question.limit()));
  }

  /** The old key's end and the new key are one transaction; two at once stand in a row. */
  public Future<KeyRecord> rotate(RotateKey command) {
    return postgres.inTransaction(
        command.admin(),
        transaction ->
            transaction
                .preparedQuery(KeySql.SHORTEN)
                .execute(Tuple.of(command.admin().tenant(), command.keyId(), command.overlapS()))
                .map(KeyStore::only)
                .compose(old ->
                    insert(
                        transaction,
                        command.admin(),
                        scope(old) instanceof WorkerScope
                            ? command.workerKeyHash()
                            : command.keyHash(),
                        Tuple.of(
                            old.getString("principal"),
                            old.getString("scope"),
                            old.getString("label"),
                            old.getLong("lifetime_s"),
                            old.getArrayOfStrings("agents")))));
  }

  public Future<KeyRecord> revoke(RevokeKey command) {
    return postgres
        .execute(
            command.admin(), KeySql.REVOKE, Tuple.of(command.admin().tenant(), command.keyId()))
        .map(rows -> record(only(rows)));
  }

  /**
   * Inserts a key.
   *
   * @param rest principal, scope, label, lifetime and agents
   */
  private static Future<KeyRecord> insert(
      SqlConnection transaction, Principal admin, String keyHash, Tuple rest) {
    return transaction
        .preparedQuery(KeySql.CREATE)
        .execute(
            Tuple.from(
                new Object[] {
                  ApiKey.mintId(),
                  keyHash,
                  admin.tenant(),
                  rest.getString(0),
                  rest.getString(1),
                  rest.getString(2),
                  admin.name(),
                  rest.getLong(3),
                  rest.getArrayOfStrings(4)
                }))
        .map(rows -> record(only(rows)));
  }

  private static KeyPage page(RowSet<Row> rows, int limit) {
    List<KeyRecord> keys = new ArrayList<>();
    Long last = null;
    for (Row row : rows) {
      if (keys.size() == limit) {
        return new KeyPage(keys, last);
      }
      keys.add(record(row));
      last = row.getLong("key_no");
    }
    return new KeyPage(keys, null);
  }

  private static KeyRecord record(Row row) {
    return new KeyRecord(
        row.getString("key_id"),
        new Principal(row.getString("tenant"), row.getString("principal")),
        scope(row),
        row.getString("label"),
        row.getString("created_by"),
        row.getString("created_at"),
        row.getString("expires_at"),
        row.getString("revoked_at"),
        row.getString("last_used_at"));
  }

  /** What the key of the row allows. */
  static Scope scope(Row row) {
    String wire = row.getString("scope");
    return wire.equals(WorkerScope.WIRE)
        ? new WorkerScope(List.of(row.getArrayOfStrings("agents")))
        : KeyScope.ofWire(wire);
  }

  private static Row only(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw new Fault(ErrorCode.NOT_FOUND, "no such key in this tenant");
    }
    return rows.iterator().next();
  }
}
