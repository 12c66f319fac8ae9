package dev.holdfast.loadtests.benchmark;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Goals 7 and 8: durable tasks over HTTP, in order within each of many sessions, beside job queues
 * that others wrote, which get their jobs by a call in their own process.
 *
 * <p>{@code --pods=1 --callers=32 --rate=200}; what is durable has {@code fsync} and {@code
 * synchronous_commit} on, BullMQ's Redis {@code appendfsync always}.
 */
public final class TaskQueues {
  private static final String OURS = "Holdfast, FIFO for each session, HTTP and event stream";
  private static final String GRAPHILE = "graphile-worker";
  private static final String GRAPHILE_FIFO = "graphile-worker, FIFO for each key";
  private static final String PG_BOSS = "pg-boss";
  private static final String BULLMQ = "BullMQ, appendfsync always";
  private static final String BULLMQ_MEMORY = "BullMQ, not durable";
  private static final String INSERT = "bare INSERT, 16 clients";
  private static final String COMMIT = "bare INSERT, 1 client";
  private static final int INSERT_CLIENTS = 16;

  private TaskQueues() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int rounds = options.number("rounds", 5);
    int roundMs = options.number("round_ms", 4_000);
    int warmUpMs = options.number("warmup_ms", 15_000);
    int callers = options.number("callers", 32);
    int sessions = options.number("sessions", 1_000);
    int pods = options.number("pods", 1);
    int rate = options.number("rate", 200);
    Map<String, Integer> parameters = options.used();
    QueuePeer.install();
    try (Servers servers = Servers.start();
        LocalRedis durable = LocalRedis.start("appendonly yes", "appendfsync always");
        LocalRedis memory = LocalRedis.start("appendonly no");
        Inserts inserts = new Inserts(servers);
        QueuePeer graphile = onPostgres(GRAPHILE, "graphile", servers, sessions);
        QueuePeer boss = onPostgres(PG_BOSS, "pg-boss", servers, sessions);
        QueuePeer bull = QueuePeer.start(BULLMQ, "bullmq", durable.uri(), sessions, durable::cpu);
        QueuePeer bullMemory =
            QueuePeer.start(BULLMQ_MEMORY, "bullmq", memory.uri(), sessions, memory::cpu);
        TaskFleet ours = TaskFleet.start(servers, pods, sessions)) {
      List<Contestant> closed = new ArrayList<>();
      closed.add(ours.closed(OURS, callers));
      closed.add(graphile.closed(callers));
      closed.add(boss.closed(callers));
      closed.add(bull.closed(callers));
      closed.add(inserts.by(INSERT, INSERT_CLIENTS));
      Report throughput =
          new Report(
              "Goal 8 durable tasks",
              parameters,
              new Contest(closed).run(rounds, warmUpMs, roundMs));
      List<Contestant> paced =
          List.of(
              ours.paced(OURS, rate),
              graphile.paced(rate),
              bull.paced(rate),
              bullMemory.paced(rate),
              inserts.by(COMMIT, 1));
      Report latency =
          new Report(
              "Goal 7 first progress",
              parameters,
              new Contest(paced).run(rounds, warmUpMs, roundMs));
      throughput.print(System.out, rates(throughput), cost(servers));
      latency.print(System.out, latencies(latency));
    }
    fifo(rounds, roundMs, warmUpMs, callers, sessions, parameters);
  }

  /** Graphile's workers of both kinds would take each other's jobs, so this is a run of its own. */
  private static void fifo(
      int rounds,
      int roundMs,
      int warmUpMs,
      int callers,
      int sessions,
      Map<String, Integer> parameters)
      throws Exception {
    try (Servers servers = Servers.start();
        QueuePeer graphile = onPostgres(GRAPHILE_FIFO, "graphile-fifo", servers, sessions);
        TaskFleet ours = TaskFleet.start(servers, 1, sessions)) {
      Report report =
          new Report(
              "Goal 8 durable tasks in order",
              parameters,
              new Contest(List.of(ours.closed(OURS, callers), graphile.closed(callers)))
                  .run(rounds, warmUpMs, roundMs));
      report.print(
          System.out,
          List.of(
              Report.Ratio.atLeast(
                  "rate of graphile-worker, FIFO for each key",
                  report.rate(OURS) / report.rate(GRAPHILE_FIFO),
                  15)));
    }
  }

  private static QueuePeer onPostgres(String name, String kind, Servers servers, int sessions)
      throws Exception {
    return QueuePeer.start(name, kind, servers.postgresUri(), sessions, servers::postgresCpu);
  }

  private static List<Report.Ratio> rates(Report report) {
    double ours = report.rate(OURS);
    return List.of(
        Report.Ratio.atLeast("rate of BullMQ, durable", ours / report.rate(BULLMQ), 1.2),
        Report.Ratio.atLeast("rate of graphile-worker", ours / report.rate(GRAPHILE), 1),
        Report.Ratio.atLeast("rate of pg-boss", ours / report.rate(PG_BOSS), 1),
        Report.Ratio.atLeast("rate of a bare INSERT", ours / report.rate(INSERT), 0.5));
  }

  private static List<Report.Ratio> latencies(Report report) {
    double p50 = report.median(OURS, Sample::p50Micros);
    double p99 = report.median(OURS, Sample::p99Micros);
    return List.of(
        Report.Ratio.atMost(
            "p50 of BullMQ that is not durable",
            p50 / report.median(BULLMQ_MEMORY, Sample::p50Micros),
            0.9),
        Report.Ratio.atMost(
            "p99 of BullMQ that is not durable",
            p99 / report.median(BULLMQ_MEMORY, Sample::p99Micros),
            0.9),
        Report.Ratio.atMost(
            "p50 of graphile-worker", p50 / report.median(GRAPHILE, Sample::p50Micros), 0.4),
        Report.Ratio.atMost(
            "p50 of a bare commit", p50 / report.median(COMMIT, Sample::p50Micros), 6));
  }

  private static String cost(Servers servers) {
    return "durable: fsync "
        + servers.ask("SHOW fsync")
        + ", synchronous_commit "
        + servers.ask("SHOW synchronous_commit")
        + "; the processor time of a queue from npm is its whole process and its store, ours that"
        + " of the pods and both stores";
  }

  /** The least that a durable submission could be: one row, one commit. */
  private static final class Inserts implements AutoCloseable {
    private static final String PUT = "INSERT INTO bare_task (input) VALUES ($1)";

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Servers servers;
    private final Pool pool;

    Inserts(Servers servers) {
      this.servers = servers;
      servers.execute(
          "CREATE TABLE bare_task (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, input"
              + " text)");
      pool =
          PgBuilder.pool()
              .connectingTo(PgConnectOptions.fromUri(servers.postgresUri()))
              .with(new PoolOptions().setMaxSize(INSERT_CLIENTS))
              .using(vertx)
              .build();
    }

    Contestant by(String name, int clients) {
      return new AsyncLoop(
          name,
          clients,
          act -> loop.runOnContext(now -> act.run()),
          servers::postgresCpu,
          over ->
              pool.preparedQuery(PUT)
                  .execute(Tuple.of("{}"))
                  .onComplete((rows, failure) -> over.accept(rows, failure)));
    }

    @Override
    public void close() {
      vertx.close().await();
    }
  }
}
