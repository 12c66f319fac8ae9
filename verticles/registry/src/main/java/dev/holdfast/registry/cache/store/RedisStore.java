package dev.holdfast.registry.cache.store;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Texts under names in Redis, each command behind a deadline and a circuit breaker.
 *
 * <p>An error that Redis itself answers is a failure of that command, but Redis is alive: only
 * silence and lost connections open the breaker.
 */
public final class RedisStore {
  private final RedisLink link;
  private final CircuitBreaker breaker;
  private final String putScript = LuaScript.load("put_unless_newer.lua");

  /** Begins to connect; absent Redis is no failure. */
  public static RedisStore open(Vertx vertx, RedisConfig config) {
    RedisLink link = new RedisLink(vertx, config);
    link.open();
    return new RedisStore(link, breaker(vertx, config));
  }

  private RedisStore(RedisLink link, CircuitBreaker breaker) {
    this.link = link;
    this.breaker = breaker.openHandler(opened -> link.renew());
  }

  /** Whether a command has a chance now; where not, asking fails at once. */
  public boolean answering() {
    return link.connected() && breaker.state() != CircuitBreakerState.OPEN;
  }

  /** The text; empty where there is none; an empty text where the name holds something else. */
  public Future<Optional<String>> get(String name) {
    return guarded(() -> link.send(Request.cmd(Command.GET).arg(name)))
        .map(reply ->
            reply.flatMap(response ->
                response.type() == ResponseType.ERROR
                    ? ofError(response)
                    : Optional.of(response.toString())));
  }

  /**
   * Writes a text that begins with its generation and a colon, unless a text of a newer generation
   * is there.
   *
   * @param ttlS seconds until it is forgotten
   * @return whether it was written
   */
  public Future<Boolean> putUnlessNewer(String name, String text, long generation, int ttlS) {
    return guarded(() ->
            link.send(
                Request.cmd(Command.EVAL)
                    .arg(putScript)
                    .arg(1)
                    .arg(name)
                    .arg(text)
                    .arg(Long.toString(generation))
                    .arg(ttlS)))
        .map(reply ->
            reply.map(r -> r.type() != ResponseType.ERROR && r.toInteger() == 1).orElse(false));
  }

  /** Removes whatever the name holds. */
  public Future<Void> remove(String name) {
    return guarded(() -> link.send(Request.cmd(Command.DEL).arg(name))).mapEmpty();
  }

  public Future<Void> close() {
    breaker.close();
    return link.close();
  }

  private Future<Optional<Response>> guarded(Supplier<Future<Response>> command) {
    return breaker.execute(
        () -> command.get().map(Optional::ofNullable).recover(RedisStore::answeredError));
  }

  /** The driver fails a command with the error response itself. */
  private static Future<Optional<Response>> answeredError(Throwable failure) {
    return failure instanceof Response response
        ? Future.succeededFuture(Optional.of(response))
        : Future.failedFuture(failure);
  }

  private static Optional<String> ofError(Response error) {
    return error.toString().startsWith("WRONGTYPE") ? Optional.of("") : Optional.empty();
  }

  private static CircuitBreaker breaker(Vertx vertx, RedisConfig config) {
    return CircuitBreaker.create(
        "registry-redis",
        vertx,
        new CircuitBreakerOptions()
            .setTimeout(config.deadlineMs())
            .setMaxFailures(config.failuresMax())
            .setResetTimeout(config.retryMs())
            .setNotificationAddress(null)
            .setNotificationPeriod(0));
  }
}
