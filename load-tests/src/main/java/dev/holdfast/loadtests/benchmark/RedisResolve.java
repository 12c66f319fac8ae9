package dev.holdfast.loadtests.benchmark;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Goal 2: a resolution that the near-cache misses and Redis answers. */
public final class RedisResolve {
  private static final String OURS = "Holdfast resolve";
  private static final String LETTUCE = "Lettuce GET";
  private static final String SPRING = "Spring Session findById";
  private static final int SPRING_SESSIONS = 10_000;
  private static final int VALUE_BYTES = 130;

  private RedisResolve() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int rounds = options.number("rounds", 5);
    int roundMs = options.number("round_ms", 3_000);
    int warmUpMs = options.number("warmup_ms", 12_000);
    int callers = options.number("callers", 16);
    int keys = options.number("keys", 50_000);
    Map<String, Integer> parameters = options.used();
    try (Servers servers = Servers.start();
        Resolving ours = new Resolving(servers, servers.redisUri(), 100, Resolving.groups());
        SpringSessions spring = new SpringSessions(servers.redisPort());
        Lettuce lettuce = new Lettuce(servers, keys)) {
      ours.prepare(keys);
      spring.prepare(Math.min(keys, SPRING_SESSIONS));
      SplittableRandom random = new SplittableRandom(1);
      List<Contestant> contestants = new ArrayList<>();
      contestants.add(
          new AsyncLoop(
              OURS,
              callers,
              ours::execute,
              servers::redisCpu,
              over ->
                  ours.resolve(Resolving.transportId(random.nextInt(keys)))
                      .onComplete(over::accept)));
      contestants.add(
          new AsyncLoop(
              LETTUCE,
              callers,
              Runnable::run,
              servers::redisCpu,
              over -> lettuce.get(over::accept)));
      contestants.add(new BlockingLoop(SPRING, callers, servers::redisCpu, spring::find));
      if (Tool.isHere(RedisBenchmarkTool.PROGRAM)) {
        contestants.add(new RedisBenchmarkTool(servers, callers, keys));
      }
      String before = servers.ask("SELECT count(*) FROM session");
      Report report =
          new Report(
              "Goal 2 resolve through Redis",
              parameters,
              new Contest(contestants).run(rounds, warmUpMs, roundMs));
      report.print(
          System.out,
          ratios(report),
          "sessions before and after: "
              + before
              + ", "
              + servers.ask("SELECT count(*) FROM session"));
    }
  }

  private static List<Report.Ratio> ratios(Report report) {
    double cpu = report.median(OURS, Sample::clientCpuMicros);
    return List.of(
        Report.Ratio.atMost(
            "CPU of Lettuce", cpu / report.median(LETTUCE, Sample::clientCpuMicros), 1 / 3.0),
        Report.Ratio.atMost(
            "CPU of Spring Session", cpu / report.median(SPRING, Sample::clientCpuMicros), 0.2),
        Report.Ratio.atMost(
            "p99 of Lettuce",
            report.median(OURS, Sample::p99Micros) / report.median(LETTUCE, Sample::p99Micros),
            0.6),
        Report.Ratio.atLeast(
            "rate of redis-benchmark GET at as many callers",
            report.rate(OURS) / report.rate(RedisBenchmarkTool.PROGRAM + " GET"),
            1.0));
  }

  /** One connection and its asynchronous commands, as Lettuce's documentation advises. */
  private static final class Lettuce implements AutoCloseable {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final int keys;
    private final SplittableRandom random = new SplittableRandom(2);

    Lettuce(Servers servers, int keys) {
      client = RedisClient.create(servers.redisUri());
      connection = client.connect();
      this.keys = keys;
      for (int key = 0; key < keys; key++) {
        connection.sync().set("lettuce:" + key, "v".repeat(VALUE_BYTES));
      }
    }

    void get(BiConsumer<String, Throwable> over) {
      var _ = connection.async().get("lettuce:" + random.nextInt(keys)).whenComplete(over);
    }

    @Override
    public void close() {
      connection.close();
      client.shutdown();
    }
  }
}
