package dev.holdfast.loadtests.benchmark;

import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.registry.flight.Groups;
import dev.holdfast.registry.store.GroupConfig;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Goal 4: the first request of a transport nobody has seen: get or create, durably. */
public final class Create {
  private static final String OURS = "Holdfast get-or-create, durable";
  private static final String ALONE = "the same, one transaction each";
  private static final String UPSERT = "bare upsert in as large groups, durable";
  private static final String SPRING = "Spring Session create, not durable";
  private static final int SPRING_THREADS = 32;

  private Create() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int rounds = options.number("rounds", 5);
    int roundMs = options.number("round_ms", 3_000);
    int warmUpMs = options.number("warmup_ms", 12_000);
    int callers = options.number("callers", 512);
    GroupConfig groups =
        new GroupConfig(
            new GroupLimits(
                options.number("groups", Resolving.groups().limits().flightsMax()),
                options.number("members", Resolving.groups().limits().membersMax()),
                16_384),
            200);
    Map<String, Integer> parameters = options.used();
    AtomicLong made = new AtomicLong();
    try (Servers servers = Servers.start();
        Resolving ours = new Resolving(servers, servers.redisUri(), 100_000, groups);
        Resolving alone =
            new Resolving(
                servers,
                servers.redisUri(),
                100_000,
                new GroupConfig(new GroupLimits(16, 1, 16_384), 5_000));
        Upsert upsert = new Upsert(servers, groups.limits());
        SpringSessions spring = new SpringSessions(servers.redisPort())) {
      AtomicLong next = new AtomicLong();
      List<Contestant> contestants =
          List.of(
              creating(OURS, callers, servers, ours, next, made),
              creating(ALONE, callers, servers, alone, next, made),
              new AsyncLoop(
                  UPSERT,
                  callers,
                  upsert::execute,
                  servers::postgresCpu,
                  over ->
                      upsert.put("transport-" + next.incrementAndGet()).onComplete(over::accept)),
              new BlockingLoop(SPRING, SPRING_THREADS, servers::redisCpu, spring::create));
      Report report =
          new Report(
              "Goal 4 get-or-create",
              parameters,
              new Contest(contestants).run(rounds, warmUpMs, roundMs));
      long stored = Long.parseLong(servers.ask("SELECT count(*) FROM session"));
      String duplicates =
          servers.ask(
              "SELECT count(*) FROM (SELECT FROM binding WHERE ended_at IS NULL"
                  + " GROUP BY tenant, principal, kind, transport_id HAVING count(*) > 1) d");
      report.print(
          System.out,
          ratios(report),
          "ids with more than one session: " + duplicates,
          "sessions answered as created and stored: " + made.get() + ", " + stored,
          "durable: fsync "
              + servers.ask("SHOW fsync")
              + ", synchronous_commit "
              + servers.ask("SHOW synchronous_commit"));
      if (!duplicates.equals("0") || stored != made.get()) {
        throw new IllegalStateException("a session was made twice or is not stored");
      }
    }
  }

  private static Contestant creating(
      String name,
      int callers,
      Servers servers,
      Resolving resolving,
      AtomicLong next,
      AtomicLong made) {
    return new AsyncLoop(
        name,
        callers,
        resolving::execute,
        () -> servers.postgresCpu() + servers.redisCpu(),
        over ->
            resolving
                .resolve("fresh-" + next.incrementAndGet())
                .onSuccess(answer -> count(answer, made))
                .onComplete(over::accept));
  }

  private static void count(ResolvedSession answer, AtomicLong made) {
    if (answer.created()) {
      made.incrementAndGet();
    }
  }

  private static List<Report.Ratio> ratios(Report report) {
    double ours = report.rate(OURS);
    return List.of(
        Report.Ratio.atLeast(
            "rate of Spring Session's create that is not durable", ours / report.rate(SPRING), 1.5),
        Report.Ratio.atLeast("rate of a bare batched upsert", ours / report.rate(UPSERT), 0.45),
        Report.Ratio.atLeast(
            "rate of one transaction for each creation", ours / report.rate(ALONE), 1.0));
  }

  /** The least that a durable get-or-create could be: one table, one index, nothing else. */
  private static final class Upsert implements AutoCloseable {
    private static final String PUT =
        """
        INSERT INTO bare (id, session_id) SELECT * FROM unnest($1::text[], $2::text[])
        ON CONFLICT (id) DO NOTHING RETURNING id
        """;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Postgres postgres;
    private final Groups<String, String> groups;

    Upsert(Servers servers, GroupLimits limits) {
      servers.execute("CREATE TABLE bare (id text PRIMARY KEY, session_id text NOT NULL)");
      postgres = Postgres.open(vertx, servers.postgres());
      groups = new Groups<>(limits, this::together);
    }

    void execute(Runnable act) {
      loop.runOnContext(now -> act.run());
    }

    Future<String> put(String id) {
      return groups.join(id);
    }

    private Future<List<Future<String>>> together(List<String> ids) {
      String[] all = ids.toArray(String[]::new);
      return postgres
          .reads()
          .preparedQuery(PUT)
          .execute(Tuple.from(new Object[] {all, all}))
          .map(rows -> ids.stream().map(Future::succeededFuture).toList());
    }

    @Override
    public void close() {
      Await.result(vertx.close());
    }
  }
}
