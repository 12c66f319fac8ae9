package dev.holdfast.broadcast.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.broadcast.BroadcastConfig;
import dev.holdfast.broadcast.BroadcastVerticle;
import dev.holdfast.broadcast.retention.RetentionConfig;
import dev.holdfast.broadcast.store.Retained;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.Committed;
import dev.holdfast.shared.message.Delivery;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.Unwatch;
import dev.holdfast.shared.message.Watch;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.LostHints;
import dev.holdfast.shared.testing.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FanoutTest {
  private static final String GATEWAY = "test";
  private static final RetentionConfig NEVER =
      new RetentionConfig(new Retained(1_000_000, 1_000_000), 3_600_000, 1, 1);

  private final Vertx vertx = Vertx.vertx();
  private final PostgresConfig config = TestPostgres.freshDatabase();
  private final Postgres postgres = Postgres.open(vertx, config);
  private final Map<Long, List<Event>> received = new ConcurrentHashMap<>();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final Set<Long> stalled = ConcurrentHashMap.newKeySet();
  private final Bus bus = open();

  private Bus open() {
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO session (tenant, principal, session_id) SELECT 't', 'p', 'ses' || n"
              + " FROM generate_series(1, 9) n");
      statement.execute("INSERT INTO session_log (session_no) SELECT session_no FROM session");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Bus.install(vertx);
    Bus opened = new Bus(vertx, 10_000);
    opened.listen(
        Addresses.deliveries(GATEWAY),
        delivery -> {
          deliveries.add(delivery);
          delivery
              .watchers()
              .forEach(watcher -> {
                received
                    .computeIfAbsent(watcher, w -> new CopyOnWriteArrayList<>())
                    .addAll(delivery.events());
                if (delivery.awaited() && !stalled.contains(watcher)) {
                  opened.tell(Addresses.FLOW, new Flow(watcher, false));
                }
              });
        });
    return opened;
  }

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private void start(int checkMs) {
    Await.result(
        vertx.deployVerticle(
            new BroadcastVerticle(
                new BroadcastConfig(checkMs, 7, 65_536, 3, 1_000, NEVER),
                config,
                bus,
                new PodBus(vertx, PodId.start("pod-1"), LostHints.wanted()),
                meters)));
  }

  @AfterEach
  void close() {
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  private List<Event> append(long session, String task, int count) {
    return append(session, task, Collections.nCopies(count, EventType.TASK_PROGRESS));
  }

  private List<Event> append(long session, String task, List<EventType> types) {
    List<NewEvent> events = types.stream().map(type -> new NewEvent(type, task, "{}")).toList();
    return Await.result(postgres.inTransaction(c -> EventLog.append(c, session, events)));
  }

  private long watch(long watcher, long session, String task, long after) {
    return Await.result(
        bus.request(
            Addresses.WATCH,
            new Watch(watcher, GATEWAY, session, task.isEmpty() ? null : task, after)));
  }

  private List<Long> seqs(long watcher) {
    return received.getOrDefault(watcher, List.of()).stream().map(Event::seq).toList();
  }

  private void awaitSeqs(long watcher, List<Long> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(seqs(watcher)).isEqualTo(expected));
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatever_becomes_of_the_batches_a_watcher_sees_each_event_once_and_in_order(long seed) {
    start(20);
    Random random = new Random(seed);
    append(1, "a", 12);
    watch(1, 1, "", 0);
    watch(2, 1, "", 5);
    List<Committed> late = new ArrayList<>();
    int total = 12;
    for (int round = 0; round < 60; round++) {
      int count = 1 + random.nextInt(4);
      Committed batch = new Committed(1, append(1, "a", count));
      total += count;
      switch (random.nextInt(4)) {
        case 0 -> bus.tell(Addresses.COMMITTED, batch);
        case 1 -> late.add(batch);
        case 2 -> {
          bus.tell(Addresses.COMMITTED, batch);
          bus.tell(Addresses.COMMITTED, batch);
        }
        default -> {
          Collections.shuffle(late, random);
          late.forEach(old -> bus.tell(Addresses.COMMITTED, old));
        }
      }
    }
    awaitSeqs(1, range(1, total));
    awaitSeqs(2, range(6, total));
  }

  @Test
  void without_any_hint_events_arrive_by_the_position_check() {
    start(20);
    watch(1, 1, "", 0);
    append(1, "a", 30);
    awaitSeqs(1, range(1, 30));
    assertThat(meters.counter("holdfast.hints.missed").count()).isEqualTo(30);
  }

  @Test
  void who_begins_now_gets_nothing_of_the_past_and_everything_after() {
    start(50);
    append(1, "a", 5);
    assertThat(watch(1, 1, "", Watch.NOW)).isEqualTo(5);
    append(1, "a", 2);
    awaitSeqs(1, List.of(6L, 7L));
    assertThat(watch(2, 2, "", Watch.NOW)).isZero();
    append(2, "b", 1);
    awaitSeqs(2, List.of(1L));
  }

  @Test
  void a_contiguous_batch_is_handed_on_without_a_read_and_once_for_all_watchers() {
    start(60_000);
    watch(1, 1, "", 0);
    watch(2, 1, "", 0);
    bus.tell(Addresses.COMMITTED, new Committed(1, append(1, "a", 3)));
    awaitSeqs(1, range(1, 3));
    awaitSeqs(2, range(1, 3));
    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.getFirst().watchers()).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void row_58_a_watcher_of_some_types_gets_those_alone_and_keeps_up_without_a_read() {
    start(60_000);
    watch(1, 1, "", 0);
    Watch said = new Watch(2, GATEWAY, 1, null, 0, Set.of(EventType.TASK_OUTPUT));
    Await.result(bus.request(Addresses.WATCH, said));
    for (int i = 0; i < 4; i++) {
      List<EventType> types = List.of(EventType.TASK_PROGRESS, EventType.TASK_OUTPUT);
      bus.tell(Addresses.COMMITTED, new Committed(1, append(1, "a", types)));
      bus.tell(Addresses.COMMITTED, new Committed(1, append(1, "a", 2)));
    }
    awaitSeqs(2, List.of(2L, 6L, 10L, 14L));
    awaitSeqs(1, range(1, 16));
    assertThat(deliveries).hasSize(12);
  }

  @Test
  void row_56_a_watcher_gets_only_its_own_sessions_and_its_own_tasks_events() {
    start(20);
    append(1, "a", 3);
    append(2, "b", 2);
    watch(1, 1, "", 0);
    watch(2, 1, "b", 0);
    watch(3, 2, "b", 0);
    append(1, "b", 2);
    append(1, "a", 2);
    awaitSeqs(1, range(1, 7));
    awaitSeqs(2, List.of(4L, 5L));
    awaitSeqs(3, List.of(1L, 2L));
  }

  @Test
  void a_paused_watcher_costs_nothing_and_gets_what_it_missed_from_the_log() {
    start(20);
    watch(1, 1, "", 0);
    watch(2, 1, "", 0);
    bus.tell(Addresses.FLOW, new Flow(1, true));
    for (int i = 0; i < 20; i++) {
      bus.tell(Addresses.COMMITTED, new Committed(1, append(1, "a", 5)));
    }
    awaitSeqs(2, range(1, 100));
    assertThat(seqs(1)).isEmpty();
    bus.tell(Addresses.FLOW, new Flow(1, false));
    awaitSeqs(1, range(1, 100));
  }

  @Test
  void of_a_long_history_one_page_waits_until_it_was_taken() {
    start(20);
    stalled.add(1L);
    append(1, "a", 20);
    watch(1, 1, "", 0);
    watch(2, 1, "", 0);
    awaitSeqs(2, range(1, 20));
    append(1, "a", 1);
    awaitSeqs(2, range(1, 21));
    assertThat(seqs(1)).isEqualTo(range(1, 7));
    bus.tell(Addresses.FLOW, new Flow(1, false));
    awaitSeqs(1, range(1, 14));
    bus.tell(Addresses.FLOW, new Flow(1, false));
    awaitSeqs(1, range(1, 21));
  }

  @Test
  void a_page_that_arrives_while_its_watcher_is_paused_is_read_again_later() throws Exception {
    start(60_000);
    List.of(1, 2, 3).forEach(watcher -> watch(watcher, 1, "", 0));
    append(1, "a", 5);
    Committed after = new Committed(1, append(1, "a", 2));
    try (Connection holding = TestPostgres.connect(config);
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute("LOCK TABLE session_event IN ACCESS EXCLUSIVE MODE");
      bus.tell(Addresses.COMMITTED, after);
      bus.tell(Addresses.FLOW, new Flow(1, true));
      assertThatThrownBy(() -> watch(4, 1, "", 0)).isInstanceOf(Fault.class); // both were heard
      holding.commit();
    }
    awaitSeqs(2, range(1, 7)); // by a read that began when the first one's had ended
    assertThat(seqs(1)).isEmpty();
    bus.tell(Addresses.FLOW, new Flow(1, false));
    awaitSeqs(1, range(1, 7));
  }

  @Test
  void a_false_hint_of_events_that_do_not_exist_delivers_nothing_and_harms_nothing() {
    start(20);
    watch(1, 1, "", 0);
    Event rumour = new Event(40, EventType.TASK_PROGRESS, "a", "2026-01-01T00:00:00Z", "{}");
    bus.tell(Addresses.COMMITTED, new Committed(1, List.of(rumour)));
    bus.tell(Addresses.COMMITTED, new Committed(1, append(1, "a", 2)));
    awaitSeqs(1, range(1, 2));
  }

  @Test
  void after_an_unwatch_nothing_more_arrives() {
    start(20);
    watch(1, 1, "", 0);
    watch(2, 1, "", 0);
    append(1, "a", 1);
    awaitSeqs(1, range(1, 1));
    bus.tell(Addresses.UNWATCH, new Unwatch(1));
    append(1, "a", 1);
    awaitSeqs(2, range(1, 2));
    assertThat(seqs(1)).isEqualTo(range(1, 1));
  }

  @Test
  void a_position_past_the_end_and_one_watcher_too_many_are_refused() {
    start(20);
    append(1, "a", 3);
    assertThat(watch(1, 1, "", 3)).isEqualTo(3);
    assertThatThrownBy(() -> watch(2, 1, "", 4))
        .isInstanceOfSatisfying(
            Fault.class, f -> assertThat(f.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    watch(3, 1, "", 0);
    watch(4, 1, "", 0);
    assertThatThrownBy(() -> watch(5, 1, "", 0))
        .isInstanceOfSatisfying(
            Fault.class, f -> assertThat(f.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
  }
}
