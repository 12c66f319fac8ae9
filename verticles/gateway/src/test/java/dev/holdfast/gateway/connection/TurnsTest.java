package dev.holdfast.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  private final Turns turns = new Turns(2);
  private final List<Promise<String>> begun = new ArrayList<>();

  private Future<String> take() {
    return turns.take(
        () -> false,
        () -> {
          Promise<String> step = Promise.promise();
          begun.add(step);
          return step.future();
        });
  }

  @Test
  void so_many_are_under_way_and_the_next_begins_when_one_is_over() {
    Future<String> first = take();
    Future<String> second = take();
    Future<String> third = take();
    assertThat(begun).hasSize(2);
    begun.get(1).complete("b");
    assertThat(second.result()).isEqualTo("b");
    assertThat(begun).hasSize(3);
    begun.get(2).complete("c");
    assertThat(third.result()).isEqualTo("c");
    assertThat(first.isComplete()).isFalse();
  }

  @Test
  void one_that_fails_or_throws_gives_its_turn_back() {
    for (int i = 0; i < 5; i++) {
      Future<String> thrown =
          turns.take(
              () -> false,
              () -> {
                throw new IllegalStateException("thrown");
              });
      assertThat(thrown.cause()).hasMessage("thrown");
      Future<String> failed = turns.take(() -> false, () -> Future.failedFuture("failed"));
      assertThat(failed.cause()).hasMessage("failed");
    }
    take();
    take();
    assertThat(begun).hasSize(2);
  }

  @Test
  void who_left_while_waiting_takes_no_turn_however_many_they_are() {
    take();
    take();
    List<Future<String>> gone = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      gone.add(turns.take(() -> true, () -> Future.succeededFuture("begun")));
    }
    Future<String> last = turns.take(() -> false, () -> Future.succeededFuture("served"));
    begun.getFirst().complete("a");
    assertThat(gone).allMatch(Future::failed);
    assertThat(last.result()).isEqualTo("served");
    take();
    take();
    assertThat(begun).hasSize(3);
  }
}
