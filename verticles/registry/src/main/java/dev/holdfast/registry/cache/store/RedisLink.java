package dev.holdfast.registry.cache.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, held open and opened again whenever it is lost.
 *
 * <p>The client's own pool costs ten times as much for each command. Each attempt has a client of
 * its own, so that closing the client is sure to close a connection that hangs. All calls come from
 * the event loop that opened it.
 */
final class RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  private final Vertx vertx;
  private final RedisConfig config;
  private @Nullable Redis client;
  private @Nullable RedisConnection connection;
  private boolean closed;

  RedisLink(Vertx vertx, RedisConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /** Begins to connect; does not wait for it, and never gives up. */
  void open() {
    if (closed || client != null) {
      return;
    }
    Redis attempt = Redis.createClient(vertx, options());
    client = attempt;
    attempt
        .connect()
        .timeout(config.retryMs(), TimeUnit.MILLISECONDS)
        .onSuccess(opened -> hold(attempt, opened))
        .onFailure(failure -> lose(attempt));
  }

  /** Whether a connection is held now. */
  boolean connected() {
    return connection != null;
  }

  /** Fails at once while there is no connection. */
  Future<Response> send(Request request) {
    RedisConnection held = connection;
    return held == null ? Future.failedFuture("no connection to Redis") : held.send(request);
  }

  /** Leaves a connection that does not answer; the next one is opened after the retry time. */
  void renew() {
    if (client != null) {
      lose(client);
    }
  }

  Future<Void> close() {
    closed = true;
    Redis last = client;
    client = null;
    connection = null;
    return last == null ? Future.succeededFuture() : last.close();
  }

  private void hold(Redis attempt, RedisConnection opened) {
    if (!attempt.equals(client)) {
      return;
    }
    opened.exceptionHandler(failure -> lose(attempt)).endHandler(end -> lose(attempt));
    connection = opened;
    LOG.info("Redis connected");
  }

  private void lose(Redis attempt) {
    if (!attempt.equals(client)) {
      return;
    }
    if (connection != null) {
      LOG.warn("Redis lost; Postgres answers alone");
    }
    client = null;
    connection = null;
    attempt.close();
    vertx.setTimer(config.retryMs(), again -> open());
  }

  private RedisOptions options() {
    return new RedisOptions()
        .setConnectionString(config.uri())
        .setMaxWaitingHandlers(config.waitingMax())
        .setNetClientOptions(new NetClientOptions().setConnectTimeout(config.retryMs()));
  }
}
