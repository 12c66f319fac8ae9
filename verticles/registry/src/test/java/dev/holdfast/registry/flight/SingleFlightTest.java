package dev.holdfast.registry.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SingleFlightTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<Promise<String>> started = new ArrayList<>();

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void those_who_ask_while_it_runs_share_it_and_those_who_come_later_do_not() {
    SingleFlight<String, String> flights = new SingleFlight<>(new Deadline(60_000));
    Future<String> first = flights.join("key", this::work);
    Future<String> second = flights.join("key", this::work, result -> result + ", followed");
    Future<String> other = flights.join("other", this::work);
    assertThat(started).hasSize(2);

    started.get(0).complete("result");
    started.get(1).complete("other");
    assertThat(Await.result(first)).isEqualTo("result");
    assertThat(Await.result(second)).isEqualTo("result, followed");
    assertThat(Await.result(other)).isEqualTo("other");

    Future<String> later = flights.join("key", this::work);
    assertThat(later.isComplete()).isFalse();
    assertThat(started).hasSize(3);
  }

  @Test
  void a_failure_is_shared_and_not_kept() {
    SingleFlight<String, String> flights = new SingleFlight<>(new Deadline(60_000));
    Future<String> first = flights.join("key", this::work);
    Future<String> second = flights.join("key", this::work);
    started.getFirst().fail(new Fault(ErrorCode.STORE_UNAVAILABLE, "gone"));

    assertThatThrownBy(() -> Await.result(first)).hasMessage("gone");
    assertThatThrownBy(() -> Await.result(second)).hasMessage("gone");
    Future<String> again = flights.join("key", () -> Future.succeededFuture("back"));
    assertThat(Await.result(again)).isEqualTo("back");
  }

  @Test
  void work_that_never_ends_is_given_up_and_its_key_is_free_again() {
    SingleFlight<String, String> flights = new SingleFlight<>(new Deadline(1));
    Future<String> lost =
        onEventLoop(() -> flights.join("key", () -> Promise.<String>promise().future()));

    assertThatThrownBy(() -> Await.result(lost))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
              assertThat(fault.detail()).contains("1 ms");
            });
    Future<String> again =
        onEventLoop(() -> flights.join("key", () -> Future.succeededFuture("back")));
    assertThat(Await.result(again)).isEqualTo("back");
  }

  private Future<String> work() {
    Promise<String> promise = Promise.promise();
    started.add(promise);
    return promise.future();
  }

  private Future<String> onEventLoop(Supplier<Future<String>> act) {
    Promise<String> promise = Promise.promise();
    vertx.runOnContext(now -> act.get().onComplete(promise));
    return promise.future();
  }
}
