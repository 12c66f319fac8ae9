package dev.holdfast.loadtests.benchmark;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.cache.CacheKey;
import dev.holdfast.registry.cache.CachedSession;
import dev.holdfast.registry.cache.NearCache;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Goal 1: what a hit in the near-cache costs, and an entry weighs. */
public final class NearCacheHit {
  private static final int WEIGHED = 100_000;

  private NearCacheHit() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int rounds = options.number("rounds", 5);
    int roundMs = options.number("round_ms", 2_000);
    int warmUpMs = options.number("warmup_ms", 4_000);
    int forks = options.number("forks", 1);
    Map<String, Integer> parameters = options.used();
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    // A run for each round, not more forks: so the contestants take turns.
    for (int round = 0; round < rounds; round++) {
      for (RunResult result : run(roundMs, warmUpMs, forks)) {
        String name = result.getParams().getBenchmark();
        double perSecond = result.getPrimaryResult().getScore();
        double nanos = 1e9 / perSecond;
        samples
            .computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), n -> new ArrayList<>())
            .add(
                new Sample(
                    Math.round(perSecond),
                    1_000_000_000,
                    1_000_000_000,
                    0,
                    nanos / 1e3,
                    Double.NaN));
      }
    }
    Report report = new Report("Goal 1 near-cache hit", parameters, samples);
    report.print(
        System.out,
        List.of(
            Report.Ratio.atLeast(
                "rate of Hazelcast's near cache",
                report.rate("holdfast") / report.rate("hazelcast"),
                3),
            Report.Ratio.atLeast(
                "rate of Redisson's local cached map",
                report.rate("holdfast") / report.rate("redisson"),
                15),
            Report.Ratio.atLeast(
                "rate of a ConcurrentHashMap",
                report.rate("holdfast") / report.rate("concurrentHashMap"),
                0.25)),
        weights().toArray(String[]::new));
  }

  private static Iterable<RunResult> run(int roundMs, int warmUpMs, int forks) throws Exception {
    return new Runner(
            new OptionsBuilder()
                .include(NearCacheGet.class.getName())
                .forks(forks)
                .warmupIterations(2)
                .warmupTime(TimeValue.milliseconds(warmUpMs / 2))
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(roundMs))
                .jvmArgsAppend(
                    "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED")
                .build())
        .run();
  }

  private static List<String> weights() {
    NearCache<CacheKey, CachedSession> near =
        new NearCache<>(WEIGHED, 3_600_000, Ticker.systemTicker());
    ConcurrentHashMap<CacheKey, CachedSession> plain = new ConcurrentHashMap<>();
    long ours = weigh(i -> near.put(NearCacheGet.key(i), NearCacheGet.value(i)));
    long map = weigh(i -> plain.put(NearCacheGet.key(i), NearCacheGet.value(i)));
    return List.of(
        "bytes of heap for each of "
            + near.size()
            + " near entries, key and value included: "
            + ours,
        "bytes for each in a ConcurrentHashMap of " + plain.size() + ": " + map);
  }

  private static long weigh(IntConsumer put) {
    long before = heap();
    for (int i = 0; i < WEIGHED; i++) {
      put.accept(i);
    }
    return (heap() - before) / WEIGHED;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
