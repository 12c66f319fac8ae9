package dev.holdfast.deploy.store;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Whether Postgres answers, now. */
public final class PostgresProbe {
  private static final long DEADLINE_MS = 1_000;

  private final Postgres postgres;

  public PostgresProbe(Vertx vertx, PostgresConfig config) {
    this.postgres =
        Postgres.open(
            vertx, "probe", new PostgresConfig(config.uri(), 1, 1, config.connectTimeoutMs()));
  }

  /** Succeeds with the answer; never fails, and takes at most a second. */
  public Future<Boolean> answers() {
    return postgres
        .reads()
        .query(DeploySql.PING)
        .execute()
        .timeout(DEADLINE_MS, TimeUnit.MILLISECONDS)
        .map(true)
        .otherwise(false);
  }

  public Future<Void> close() {
    return postgres.close();
  }
}
