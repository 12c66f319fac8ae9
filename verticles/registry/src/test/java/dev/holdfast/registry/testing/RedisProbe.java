package dev.holdfast.registry.testing;

import static org.awaitility.Awaitility.await;

import dev.holdfast.registry.RegistryConfig;
import dev.holdfast.registry.cache.CacheKey;
import dev.holdfast.registry.cache.CacheSeal;
import dev.holdfast.registry.cache.CachedSession;
import dev.holdfast.registry.store.DatabaseIdentity;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is really stored in Redis, and a hand to put something else there. */
public final class RedisProbe implements AutoCloseable {
  private static final Principal SCOUT = new Principal("scout", "scout");

  private final Vertx vertx = Vertx.vertx();
  private final Redis redis = Redis.createClient(vertx, TestRedis.uri());
  private final CacheSeal seal;

  public RedisProbe(RegistryConfig config, PostgresConfig postgres) {
    Postgres opened = Postgres.open(vertx, postgres);
    this.seal = new CacheSeal(config.cache().secret(), Await.result(DatabaseIdentity.read(opened)));
    Await.result(opened.close());
  }

  public Optional<Response> send(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return Await.result(redis.send(request).map(Optional::ofNullable));
  }

  public void flush() {
    send(Command.FLUSHALL);
  }

  public String name(CacheKey key) {
    return seal.name(key);
  }

  public void plant(CacheKey key, String value) {
    send(Command.SET, seal.name(key), value);
  }

  public String sealed(CacheKey key, CachedSession entry) {
    return seal.close(seal.name(key), entry);
  }

  public Optional<CachedSession> entry(CacheKey key) {
    return send(Command.GET, seal.name(key))
        .flatMap(value -> seal.open(key, seal.name(key), value.toString()));
  }

  /** Everything a reader of Redis could see. */
  public List<String> everything() {
    List<String> texts = new ArrayList<>();
    for (Response name : send(Command.KEYS, "*").orElseThrow()) {
      texts.add(name + " " + send(Command.GET, name.toString()).orElseThrow());
    }
    return texts;
  }

  /** Waits until a pod has found Redis. */
  public void awaitConnected(TestPod pod) {
    await()
        .until(() -> {
          CacheKey key = CacheKey.ofSession(SCOUT, RandomId.mint("scout"));
          pod.resolve(SCOUT, key.id(), null, null);
          return entry(key).isPresent();
        });
  }

  @Override
  public void close() {
    Await.result(redis.close());
    Await.result(vertx.close());
  }
}
