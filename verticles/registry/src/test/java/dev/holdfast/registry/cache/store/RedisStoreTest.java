package dev.holdfast.registry.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.registry.testing.Frozen;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RedisStoreTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final String name = RandomId.mint("test");

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void an_older_generation_does_not_replace_a_newer_one() {
    RedisStore redis = opened(TestRedis.uri(), 5_000);

    assertThat(put(redis, 41)).isTrue();
    assertThat(put(redis, 42)).isTrue();
    assertThat(put(redis, 42)).isTrue();
    assertThat(put(redis, 41)).isFalse();
    assertThat(put(redis, 9)).isFalse();
    assertThat(held(redis)).isEqualTo("42:text");
    assertThat(put(redis, 100)).isTrue();
  }

  @Test
  void generations_are_compared_exactly_however_great_they_are() {
    RedisStore redis = opened(TestRedis.uri(), 5_000);

    assertThat(put(redis, Long.MAX_VALUE)).isTrue();
    assertThat(put(redis, Long.MAX_VALUE - 1)).isFalse();
    assertThat(held(redis)).isEqualTo(Long.MAX_VALUE + ":text");
  }

  @Test
  void silence_opens_the_breaker_and_an_answer_closes_it() {
    try (Frozen frozen = new Frozen(TestRedis.uri())) {
      RedisStore redis = opened(frozen.uri(), 50);
      frozen.freeze();
      await()
          .until(() -> {
            Await.result(on(() -> redis.get(name)).otherwiseEmpty());
            return !answering(redis);
          });

      frozen.thaw();
      await()
          .until(() ->
              answering(redis)
                  && Await.result(on(() -> redis.get(name)).map(true).otherwise(false)));
      assertThat(put(redis, 1)).isTrue();
    }
  }

  private boolean put(RedisStore redis, long generation) {
    return Await.result(on(() -> redis.putUnlessNewer(name, generation + ":text", generation, 60)));
  }

  private String held(RedisStore redis) {
    return Await.result(on(() -> redis.get(name))).orElseThrow();
  }

  private boolean answering(RedisStore redis) {
    return Await.result(on(() -> Future.succeededFuture(redis.answering())));
  }

  private RedisStore opened(String uri, int deadlineMs) {
    RedisStore redis =
        Await.result(
            on(() ->
                Future.succeededFuture(
                    RedisStore.open(vertx, TestConfigs.redis(uri, deadlineMs)))));
    await().until(() -> answering(redis));
    return redis;
  }

  /** Runs on the event loop that owns the store. */
  private <T> Future<T> on(Supplier<Future<T>> act) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(now -> act.get().onComplete(promise));
    return promise.future();
  }
}
