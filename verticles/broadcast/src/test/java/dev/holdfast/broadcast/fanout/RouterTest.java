package dev.holdfast.broadcast.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.Committed;
import dev.holdfast.shared.message.Pods;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.LostHints;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

final class RouterTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger hints = new AtomicInteger();

  /** A pod's router and what arrived for its watchers. */
  private record Pod(PodId id, Router router, List<Committed> arrived) {}

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  private List<Pod> fleet(int size) {
    Bus.install(vertx);
    vertx
        .eventBus()
        .addOutboundInterceptor(context -> {
          hints.incrementAndGet();
          context.next();
        });
    List<Pod> fleet = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      PodId id = PodId.start("pod-" + i);
      PodBus bus = new PodBus(vertx, id, LostHints.wanted());
      List<Committed> arrived = new CopyOnWriteArrayList<>();
      Router router = new Router(bus, arrived::add, TimeUnit.HOURS.toNanos(1));
      bus.receiveForBroadcast(router::take);
      fleet.add(new Pod(id, router, arrived));
    }
    Pods all = new Pods(fleet.stream().map(pod -> pod.id().address()).toList());
    fleet.forEach(pod -> pod.router().pods(all));
    return fleet;
  }

  private static Committed batch(long session) {
    return new Committed(
        session, List.of(new Event(1, EventType.TASK_PROGRESS, "t", "2026-01-01T00:00:00Z", "{}")));
  }

  @Test
  @DisabledIfEnvironmentVariable(
      named = LostHints.VARIABLE,
      matches = "true",
      disabledReason = "the way of hints itself is what is tried")
  void a_batch_reaches_exactly_the_pods_that_watch_and_the_home_whoever_commits_it() {
    List<Pod> fleet = fleet(5);
    for (long session = 1; session <= 20; session++) {
      Pod watching = fleet.get((int) session % 5);
      Pod committing = fleet.get((int) (session / 2) % 5);
      watching.router().announce(List.of(session));
      Committed batch = batch(session);
      // Hints of one sender to one receiver arrive in order; others are awaited by repeating the
      // batch.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> {
            committing.router().committed(batch);
            return watching.arrived().contains(batch);
          });
    }
  }

  @Test
  void what_an_event_costs_does_not_grow_with_the_pods_that_do_not_watch() {
    List<Pod> fleet = fleet(20);
    for (long session = 1; session <= 200; session++) {
      int before = hints.get();
      fleet.get((int) session % 20).router().committed(batch(session));
      assertThat(hints.get() - before).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void homes_are_spread_and_few_move_when_a_pod_goes() {
    List<String> pods = LongStream.range(0, 10).mapToObj(i -> "pod-" + i).toList();
    List<String> without = pods.subList(0, 9);
    Map<String, Integer> count = new HashMap<>();
    int moved = 0;
    for (long session = 1; session <= 10_000; session++) {
      String home = Homes.of(session, pods);
      count.merge(home, 1, Integer::sum);
      if (!home.equals("pod-9")) {
        assertThat(Homes.of(session, without)).isEqualTo(home);
      } else {
        moved++;
      }
    }
    assertThat(count.values()).allMatch(n -> n > 800 && n < 1_200);
    assertThat(moved).isEqualTo(count.get("pod-9"));
  }

  @Test
  void interest_that_is_not_repeated_is_forgotten() {
    AtomicLong now = new AtomicLong();
    InterestTable table = new InterestTable(100, now::get);
    table.note("a", List.of(1L, 2L));
    now.set(60);
    table.note("b", List.of(1L));
    assertThat(table.of(1)).containsExactlyInAnyOrder("a", "b");
    now.set(120);
    assertThat(table.of(1)).containsExactly("b");
    table.sweep();
    assertThat(table.of(2)).isEmpty();
    assertThat(table.size()).isEqualTo(1);
  }
}
