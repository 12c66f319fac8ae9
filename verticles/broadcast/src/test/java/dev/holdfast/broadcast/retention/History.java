package dev.holdfast.broadcast.retention;

import dev.holdfast.broadcast.BroadcastConfig;
import dev.holdfast.broadcast.BroadcastVerticle;
import dev.holdfast.broadcast.store.Retained;
import dev.holdfast.broadcast.store.RetentionStore;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Delivery;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.EventPage;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.ReadEvents;
import dev.holdfast.shared.message.Watch;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Nine sessions in a fresh database, what fills and trims them, and what watchers of them see. */
final class History implements AutoCloseable {
  private static final String GATEWAY = "test";

  final Vertx vertx = Vertx.vertx();
  final PostgresConfig config = TestPostgres.freshDatabase();
  final Postgres postgres = Postgres.open(vertx, config);
  final Bus bus;
  private final Map<Long, List<String>> seen = new ConcurrentHashMap<>();

  History() {
    execute(
        "INSERT INTO session (tenant, principal, session_id) SELECT 't', 'p', 'ses' || n"
            + " FROM generate_series(1, 9) n");
    execute("INSERT INTO session_log (session_no) SELECT session_no FROM session");
    Bus.install(vertx);
    bus = new Bus(vertx, 10_000);
    bus.listen(Addresses.deliveries(GATEWAY), this::note);
    Await.result(
        vertx.deployVerticle(
            new BroadcastVerticle(
                new BroadcastConfig(
                    20,
                    7,
                    65_536,
                    100,
                    1_000,
                    new RetentionConfig(new Retained(1_000_000, 1_000_000), 3_600_000, 1, 1)),
                config,
                bus,
                new PodBus(vertx, PodId.start("pod-1"), false),
                new SimpleMeterRegistry())));
  }

  void execute(String sql) {
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A task with so many events that is over. */
  void ended(long session, String task, int outputs) {
    accepted(session, task);
    outputs(session, task, outputs);
    append(session, new NewEvent(EventType.TASK_COMPLETED, task, "{}"));
    execute(
        "UPDATE task SET status = 'cancelled', termination_reason = 'user_cancelled',"
            + " finished_at = now(), last_seq = 1 WHERE task_id = '"
            + task
            + "'");
  }

  void accepted(long session, String task) {
    execute(
        "INSERT INTO task (task_id, session_no, session_id, tenant, principal, input, agent,"
            + " max_attempts) VALUES ('"
            + task
            + "', "
            + session
            + ", 'ses"
            + session
            + "', 't', 'p', 'x', 'demo', 1)");
    append(session, new NewEvent(EventType.TASK_ACCEPTED, task, "{}"));
  }

  void outputs(long session, String task, int count) {
    for (int i = 0; i < count; i++) {
      append(session, new NewEvent(EventType.TASK_OUTPUT, task, "{}"));
    }
  }

  List<Event> append(long session, NewEvent event) {
    return Await.result(postgres.inTransaction(c -> EventLog.append(c, session, List.of(event))));
  }

  /** Rounds until nothing more is to be trimmed. */
  void trim(int events, int batch) {
    Trimmer trimmer = trimmer(events, 1_000_000, batch);
    for (int round = 0; round < 3; round++) {
      Await.result(trimmer.runOnce());
    }
  }

  Trimmer trimmer(int events, int seconds, int batch) {
    return new Trimmer(
        new RetentionStore(postgres),
        new RetentionConfig(new Retained(events, seconds), 1_000, batch, 4));
  }

  List<Long> left(long session) {
    return page(session).events().stream().map(Event::seq).toList();
  }

  LogPage page(long session) {
    return Await.result(EventLog.page(postgres, session, 0, 100_000, Long.MAX_VALUE));
  }

  EventPage read(long session, long after, @Nullable String task, int max) {
    SessionRef ref = new SessionRef(session, new Principal("t", "p"), "ses" + session);
    return Await.result(
        bus.request(
            Addresses.READ_EVENTS,
            new ReadEvents(ref, after, new EventFilter(task, Set.of()), max)));
  }

  void watch(long watcher, long session, @Nullable String task, long after) {
    Await.result(bus.request(Addresses.WATCH, new Watch(watcher, GATEWAY, session, task, after)));
  }

  List<String> seen(long watcher) {
    return seen.getOrDefault(watcher, List.of());
  }

  void awaitSeen(long watcher, String... expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> seen(watcher).equals(List.of(expected)));
  }

  private void note(Delivery delivery) {
    for (long watcher : delivery.watchers()) {
      List<String> story = seen.computeIfAbsent(watcher, w -> new CopyOnWriteArrayList<>());
      delivery.gap().ifPresent(gap -> story.add("gap " + gap.from() + "-" + gap.to()));
      delivery.events().forEach(event -> story.add(Long.toString(event.seq())));
      if (delivery.awaited()) {
        bus.tell(Addresses.FLOW, new Flow(watcher, false));
      }
    }
  }

  @Override
  public void close() {
    Await.result(postgres.close());
    Await.result(vertx.close());
  }
}
