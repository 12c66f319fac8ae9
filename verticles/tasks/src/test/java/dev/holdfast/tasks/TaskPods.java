package dev.holdfast.tasks;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.GetTask;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.LostHints;
import dev.holdfast.shared.testing.TestPostgres;
import dev.holdfast.shared.trace.Tracing;
import dev.holdfast.tasks.task.LimitsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Task verticles of several pods, each in a Vert.x of its own, on one real database. */
final class TaskPods implements AutoCloseable {
  static final Principal OWNER = new Principal("acme", "ann");

  /** As they are without any configuration. */
  static final LimitsConfig LIMITS = LimitsConfig.read(new Settings(Map.of()));

  private final PostgresConfig config = TestPostgres.freshDatabase();
  private final List<Vertx> started = new ArrayList<>();
  private final Vertx own = Vertx.vertx();
  private final Postgres postgres = Postgres.open(own, config);

  /** A pod that gives others up after 600 ms. */
  record Pod(Vertx vertx, Bus bus, PodId id, String deployment) {
    TaskRecord submit(SessionRef session, String input) {
      return submit(new SubmitTask(session, input, null, null, null, 1, null));
    }

    TaskRecord submit(SessionRef session, String agent, String input, int maxAttempts) {
      return submit(new SubmitTask(session, input, agent, null, null, maxAttempts, null));
    }

    TaskRecord submit(SessionRef session, String input, Idempotency idempotency) {
      return submit(new SubmitTask(session, input, null, null, null, 1, idempotency));
    }

    TaskRecord submit(SubmitTask task) {
      return Await.result(bus.request(Addresses.SUBMIT_TASK, task)).task();
    }

    TaskRecord get(String taskId) {
      return Await.result(bus.request(Addresses.GET_TASK, new GetTask(OWNER, taskId)));
    }

    TaskRecord cancel(String taskId) {
      return Await.result(bus.request(Addresses.CANCEL_TASK, new CancelTask(OWNER, taskId)));
    }

    TaskRecord awaitEnd(String taskId) {
      return Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> get(taskId), task -> task.status().terminal());
    }

    TaskRecord awaitStatus(String taskId, TaskStatus status) {
      return Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> get(taskId), task -> task.status() == status);
    }

    /** An orderly stop. */
    void drain() {
      Await.result(vertx.undeploy(deployment));
    }
  }

  Pod start(String name, Map<String, String> overrides) {
    Map<String, Settings.Value> values = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    texts.put("tasks.heartbeat_ms", "100");
    texts.put("tasks.lease_ttl_ms", "600");
    // A busy machine is not taken for a lost database.
    texts.put("tasks.fence_ms", "60000");
    texts.put("tasks.poll_ms", "50");
    texts.put("tasks.drain_ms", "0");
    texts.put("agents.default", "demo");
    texts.put("agents.demo.kind", "demo");
    texts.put("agents.sh.kind", "command");
    texts.put("agents.sh.command", String.join(Settings.LIST_SEPARATOR, "/bin/sh", "-c", "{task}"));
    texts.put("agents.sh.grace_ms", "200");
    texts.putAll(overrides);
    texts.forEach((key, text) -> values.put(key, new Settings.Value(text, "test")));
    Vertx vertx = Vertx.vertx();
    started.add(vertx);
    Bus.install(vertx);
    Bus bus = new Bus(vertx, 30_000);
    PodId id = PodId.start(name);
    TasksVerticle verticle =
        new TasksVerticle(
            TasksConfig.read(new Settings(values)),
            config,
            bus,
            new PodBus(vertx, id, LostHints.wanted()),
            new SimpleMeterRegistry(),
            Tracing.OFF);
    return new Pod(vertx, bus, id, Await.result(vertx.deployVerticle(verticle)));
  }

  Pod start(String name) {
    return start(name, Map.of());
  }

  PostgresConfig config() {
    return config;
  }

  Postgres postgres() {
    return postgres;
  }

  /** A session as the registry would have made it. */
  SessionRef session(String label) {
    return session(OWNER, label);
  }

  /** The same of another owner. */
  SessionRef session(Principal owner, String label) {
    return query(
        "WITH s AS (INSERT INTO session (tenant, principal, session_id) VALUES ('"
            + String.join("', '", owner.tenant(), owner.name(), label)
            + "') RETURNING session_no) INSERT INTO session_log (session_no)"
            + " SELECT session_no FROM s RETURNING session_no",
        row -> new SessionRef(row.getLong(1), owner, label));
  }

  List<Event> events(SessionRef session) {
    return Await.result(EventLog.read(postgres, session.number(), 0, 10_000));
  }

  List<String> eventTypes(SessionRef session, String taskId) {
    return events(session).stream()
        .filter(event -> taskId.equals(event.taskId()))
        .map(event -> event.type().wire())
        .toList();
  }

  Connection connect() throws SQLException {
    return TestPostgres.connect(config);
  }

  void execute(String sql) {
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a row. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> T query(String sql, RowReader<T> reader) {
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new IllegalStateException("no row: " + sql);
      }
      return reader.read(rows);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void awaitTrue(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }

  @Override
  public void close() {
    started.forEach(vertx -> Await.result(vertx.close()));
    Await.result(postgres.close());
    Await.result(own.close());
  }
}
