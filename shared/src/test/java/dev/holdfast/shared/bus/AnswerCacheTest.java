package dev.holdfast.shared.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered again without asking, and for how long. */
final class AnswerCacheTest {
  private record Which(String id) {}

  private static final Address<Which, Integer> COUNT = new Address<>("test.count");
  private static final Which ONE = new Which("one");

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, 60_000);
  private final AtomicLong now = new AtomicLong();
  private final AtomicBoolean believed = new AtomicBoolean(true);
  private final AtomicInteger asked = new AtomicInteger();
  private final AnswerCache<Which, Integer> cache =
      new AnswerCache<>(100, 5_000, 2_000, answer -> believed.get(), now::get);

  @BeforeEach
  void install() {
    Bus.install(vertx);
  }

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void an_answer_is_given_again_for_its_life_and_no_longer() {
    serve(which -> Future.succeededFuture(asked.incrementAndGet()));
    assertThat(ask()).isEqualTo(1);
    pass(4_999);
    assertThat(ask()).isEqualTo(1);
    assertThat(bus.recalled(COUNT)).isEqualTo(1);
    pass(1);
    assertThat(ask()).isEqualTo(2);
  }

  @Test
  void each_question_has_its_own() {
    serve(which -> Future.succeededFuture(asked.incrementAndGet()));
    assertThat(ask()).isEqualTo(1);
    assertThat(Await.result(bus.request(COUNT, new Which("two")))).isEqualTo(2);
  }

  @Test
  void a_failure_is_never_given_again() {
    serve(which ->
        asked.incrementAndGet() == 1
            ? Future.failedFuture(new Fault(ErrorCode.UNKNOWN_BINDING, "not yet"))
            : Future.succeededFuture(asked.get()));
    assertThatThrownBy(this::ask).isInstanceOf(Fault.class);
    assertThat(ask()).isEqualTo(2);
  }

  @Test
  void what_is_held_is_asked_for_also_where_an_older_answer_comes_in_later() {
    serve(which -> Future.succeededFuture(asked.incrementAndGet()));
    assertThat(ask()).isEqualTo(1);
    cache.hold(ONE);
    assertThat(cache.recall(ONE)).isEmpty();
    cache.keep(ONE, 1);
    assertThat(cache.recall(ONE)).isEmpty();
    pass(1_999);
    assertThat(ask()).isEqualTo(2);
    assertThat(ask()).isEqualTo(3);
    pass(1);
    assertThat(ask()).isEqualTo(4);
    assertThat(ask()).isEqualTo(4);
  }

  @Test
  void each_hold_lasts_its_whole_time() {
    cache.hold(ONE);
    pass(900);
    cache.hold(ONE);
    pass(1_999);
    cache.keep(ONE, 1);
    assertThat(cache.recall(ONE)).isEmpty();
    pass(1);
    cache.keep(ONE, 1);
    assertThat(cache.recall(ONE)).contains(1);
  }

  @Test
  void what_is_not_believed_is_neither_answered_nor_kept() {
    serve(which -> Future.succeededFuture(asked.incrementAndGet()));
    assertThat(ask()).isEqualTo(1);
    believed.set(false);
    assertThat(ask()).isEqualTo(2);
    believed.set(true);
    assertThat(ask()).isEqualTo(1);
    cache.clear();
    assertThat(ask()).isEqualTo(3);
  }

  @Test
  void who_answers_no_more_is_not_spoken_for() {
    serve(which -> Future.succeededFuture(asked.incrementAndGet()));
    assertThat(ask()).isEqualTo(1);
    bus.answerNoMore(COUNT);
    assertThat(ask()).isEqualTo(2);
  }

  private void serve(Function<Which, Future<Integer>> answer) {
    bus.answer(COUNT, cache, answer);
  }

  private int ask() {
    return Await.result(bus.request(COUNT, ONE));
  }

  private void pass(long ms) {
    now.addAndGet(Duration.ofMillis(ms).toNanos());
  }
}
