package dev.holdfast.deploy.store;

import dev.holdfast.deploy.failure.OperatorFault;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether Redis answers, now. */
public final class RedisProbe {
  private static final long DEADLINE_MS = 3_000;

  private RedisProbe() {}

  /**
   * Why it does not, on one line; empty where it does. Takes some seconds at most.
   *
   * @param uri a secret, never in the answer
   */
  public static Optional<String> refusal(String uri) {
    Vertx vertx = Vertx.vertx();
    try {
      return Redis.createClient(vertx, uri)
          .send(Request.cmd(Command.PING))
          .timeout(DEADLINE_MS, TimeUnit.MILLISECONDS)
          .map(answer -> Optional.<String>empty())
          .otherwise(
              failure -> Optional.of(OperatorFault.reason(failure).replace(uri, "redis.uri")))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
