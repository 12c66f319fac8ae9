package dev.holdfast.loadtests.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Goal 3: a resolution that only Postgres can answer, as while Redis is away. */
public final class PostgresResolve {
  private static final int CLIENTS = 8;
  private static final int NOBODY_LISTENS = 1;

  private PostgresResolve() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int rounds = options.number("rounds", 5);
    int roundMs = options.number("round_ms", 3_000);
    int warmUpMs = options.number("warmup_ms", 12_000);
    int callers = options.number("callers", 256);
    int keys = options.number("keys", 100_000);
    int scale = options.number("pgbench_scale", 5);
    Map<String, Integer> parameters = options.used();
    String withoutRedis = "redis://127.0.0.1:" + NOBODY_LISTENS;
    try (Servers servers = Servers.start();
        Resolving ours = new Resolving(servers, withoutRedis, 100, Resolving.groups())) {
      ours.prepare(keys);
      boolean tool = Tool.isHere(PgbenchTool.PROGRAM);
      List<Contestant> contestants = new ArrayList<>();
      contestants.add(ours(servers, ours, CLIENTS, keys));
      contestants.add(ours(servers, ours, callers, keys));
      if (tool) {
        PgbenchTool.prepare(servers, scale);
        contestants.add(new PgbenchTool(servers, CLIENTS, "simple"));
        contestants.add(new PgbenchTool(servers, CLIENTS, "prepared"));
      }
      servers.execute("VACUUM ANALYZE");
      Report report =
          new Report(
              "Goal 3 resolve through Postgres",
              parameters,
              new Contest(contestants).run(rounds, warmUpMs, roundMs));
      report.print(System.out, tool ? ratios(report, callers) : List.of());
    }
  }

  private static Contestant ours(Servers servers, Resolving ours, int callers, int keys) {
    SplittableRandom random = new SplittableRandom(callers);
    return new AsyncLoop(
        name(callers),
        callers,
        ours::execute,
        servers::postgresCpu,
        over -> ours.resolve(Resolving.transportId(random.nextInt(keys))).onComplete(over::accept));
  }

  private static String name(int callers) {
    return "Holdfast resolve, " + callers + " callers";
  }

  private static List<Report.Ratio> ratios(Report report, int callers) {
    double limit = report.rate(PgbenchTool.PROGRAM + " -S -c " + CLIENTS + " -M simple");
    double prepared = report.rate(PgbenchTool.PROGRAM + " -S -c " + CLIENTS + " -M prepared");
    return List.of(
        Report.Ratio.atLeast(
            "rate of pgbench -S -c 8, ours with " + callers + " callers",
            report.rate(name(callers)) / limit,
            1.2),
        Report.Ratio.atLeast("the same with 8 callers", report.rate(name(CLIENTS)) / limit, 1.2),
        Report.Ratio.atLeast(
            "rate of pgbench -S -c 8 -M prepared, ours with " + callers + " callers",
            report.rate(name(callers)) / prepared,
            1.2));
  }
}
