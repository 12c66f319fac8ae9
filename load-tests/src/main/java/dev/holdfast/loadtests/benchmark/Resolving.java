package dev.holdfast.loadtests.benchmark;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.cache.CacheSeal;
import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.registry.cache.SharedCache;
import dev.holdfast.registry.cache.store.RedisConfig;
import dev.holdfast.registry.cache.store.RedisStore;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.registry.session.RecentEnds;
import dev.holdfast.registry.session.SessionLookup;
import dev.holdfast.registry.session.SessionResolver;
import dev.holdfast.registry.store.GroupConfig;
import dev.holdfast.registry.store.PostgresSessionStore;
import dev.holdfast.registry.store.RecentEndStore;
import dev.holdfast.registry.store.SessionStore;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A pod's own way from a transport id to its session, as the registry verticle wires it. */
final class Resolving implements AutoCloseable {
  private static final Principal CALLER = new Principal("benchmark", "caller");
  private static final int REDIS_DEADLINE_MS = 1_000;
  private static final int REDIS_WAITING_MAX = 16_384;
  private static final Deadline DEADLINE = new Deadline(30_000);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Postgres postgres;
  private final RedisStore redis;
  private final SessionResolver resolver;

  /**
   * @param redisUri of a port where nobody listens, for a pod without Redis
   * @param nearEntries few, so that nearly every question goes farther
   */
  Resolving(Servers servers, String redisUri, int nearEntries, GroupConfig groups) {
    postgres = Postgres.open(vertx, servers.postgres());
    redis =
        RedisStore.open(
            vertx, new RedisConfig(redisUri, REDIS_DEADLINE_MS, 5, 1_000, REDIS_WAITING_MAX));
    SessionStore store = new PostgresSessionStore(postgres, groups);
    SessionLookup lookup =
        new SessionLookup(
            store,
            new NearCache<>(nearEntries, 5_000, Ticker.systemTicker()),
            new SharedCache(redis, new CacheSeal("a-secret-of-a-benchmark", "benchmark"), 3_600),
            new RecentEnds(new RecentEndStore(postgres, 1_000_000), 3_600_000),
            DEADLINE);
    resolver = new SessionResolver(store, lookup, DEADLINE, PodId.start("pod-1"), 5);
  }

  /** The defaults of a pod. */
  static GroupConfig groups() {
    return new GroupConfig(new GroupLimits(2, 256, 16_384), 200);
  }

  /** To be called on the loop. */
  Future<ResolvedSession> resolve(String transportId) {
    return resolver.resolve(
        new ResolveSession(CALLER, null, new Transport(TransportKind.HTTP, transportId), null));
  }

  void execute(Runnable act) {
    loop.runOnContext(now -> act.run());
  }

  boolean redisAnswering() {
    return redis.answering();
  }

  /** Makes bindings to be found later, with the cache's entries where Redis answers. */
  void prepare(int keys) throws InterruptedException {
    int portion = 500;
    for (int from = 0; from < keys; from += portion) {
      CountDownLatch done = new CountDownLatch(Math.min(portion, keys - from));
      for (int key = from; key < Math.min(keys, from + portion); key++) {
        String id = transportId(key);
        execute(() -> resolve(id).onComplete(answer -> done.countDown()));
      }
      if (!done.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("could not prepare " + keys + " bindings");
      }
    }
  }

  static String transportId(int key) {
    return "transport-" + key;
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
