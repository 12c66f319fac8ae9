package dev.holdfast.tasks.upkeep;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/**
 * The thread and the connection of the pod's sign of life, which nothing else uses.
 *
 * <p>Others give a pod up for lost by its beat alone. On an event loop that it shared, a beat would
 * wait behind whatever blocks that loop; in a pool that it shared, behind whatever holds the
 * connections; and a pod that is merely busy would lose all it runs. Therefore the beat has an
 * event loop of its own, in a Vert.x of its own, and its connection lives there.
 */
public final class BeatThread {
  private final Vertx vertx;
  private final Postgres postgres;

  private BeatThread(Vertx vertx, Postgres postgres) {
    this.vertx = vertx;
    this.postgres = postgres;
  }

  public static BeatThread open(PostgresConfig config) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    return new BeatThread(vertx, Postgres.open(vertx, "beat", config.forDuties()));
  }

  public Postgres postgres() {
    return postgres;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Ends the thread; for others than itself. */
  public Future<Void> close() {
    return postgres.close().eventually(vertx::close);
  }
}
