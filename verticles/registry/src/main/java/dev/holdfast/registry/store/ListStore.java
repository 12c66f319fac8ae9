package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.message.SessionPage;
import dev.holdfast.shared.message.SessionPage.Item;
import dev.holdfast.shared.message.SessionStatus;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Lists of sessions, straight from Postgres. */
public final class ListStore {
  private final Postgres postgres;

  public ListStore(Postgres postgres) {
    this.postgres = postgres;
  }

  public Future<SessionPage> list(ListSessions wanted) {
    SessionStatus status = wanted.status();
    Long before = wanted.before();
    Tuple values =
        Tuple.tuple()
            .addString(wanted.principal().tenant())
            .addString(wanted.principal().name())
            .addLong(before == null ? Long.valueOf(Long.MAX_VALUE) : before)
            .addBoolean(status == null ? null : Boolean.valueOf(status == SessionStatus.ENDED))
            .addString(wanted.prefix())
            .addString(wanted.project())
            .addInteger(wanted.limit() + 1);
    return postgres
        .execute(wanted.principal(), ListSql.LIST, values)
        .map(rows -> page(wanted, rows));
  }

  private static SessionPage page(ListSessions wanted, RowSet<Row> rows) {
    List<Item> items = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (items.size() == wanted.limit()) {
        return new SessionPage(items, items.getLast().session().number());
      }
      items.add(
          new Item(
              new SessionRef(
                  row.getLong("session_no"), wanted.principal(), row.getString("session_id")),
              row.getString("created_at"),
              row.getString("project"),
              SessionDescription.life(row)));
    }
    return new SessionPage(items, null);
  }
}
