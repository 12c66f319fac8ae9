package dev.holdfast.registry.store;

import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;

/** Which database this is, so that what was cached of another one is not taken for this one's. */
public final class DatabaseIdentity {
  private DatabaseIdentity() {}

  public static Future<String> read(Postgres postgres) {
    return postgres
        .reads()
        .preparedQuery(RegistrySql.DATABASE_IDENTITY)
        .execute()
        .map(rows -> rows.iterator().next().getString("identity"))
        .recover(StoreFaults::translated);
  }
}
