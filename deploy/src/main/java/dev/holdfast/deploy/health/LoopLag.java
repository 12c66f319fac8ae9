package dev.holdfast.deploy.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * How late the event loops are: on each a timer is due every 20 ms, and what is remembered is by
 * how much the last 150 of them missed that, so the last three seconds, with those that are
 * overdue.
 *
 * <p>A loop that is late answers all its clients late.
 */
final class LoopLag {
  private static final int EVERY_MS = 20;
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(EVERY_MS);
  private static final int KEPT = 150;
  private static final double MICROS = 1e6;

  private final List<Looks> loops = new CopyOnWriteArrayList<>();

  /** Has it told as {@code holdfast_event_loop_lag_seconds}, of the last three seconds. */
  void measure(MeterRegistry meters) {
    gauge(meters, "0.5", Told::p50);
    gauge(meters, "0.99", Told::p99);
    gauge(meters, "1", Told::max);
  }

  private void gauge(MeterRegistry meters, String quantile, ToLongFunction<Told> part) {
    Gauge.builder("holdfast.event.loop.lag", () -> part.applyAsLong(told()) / MICROS)
        .description("By how much timers of the event loops were late in the last three seconds")
        .baseUnit("seconds")
        .tag("quantile", quantile)
        .register(meters);
  }

  /** Begins to look, on every event loop; deployments take the loops in turns. */
  Future<String> begin(Vertx vertx) {
    return vertx.deployVerticle(
        Probe::new,
        new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE));
  }

  /**
   * What was seen.
   *
   * @param p50 microseconds by which half of the timers were less late
   * @param p99 the same of 99 in 100
   * @param max microseconds of the latest
   */
  record Told(int loops, long p50, long p99, long max) {}

  Told told() {
    long now = System.nanoTime();
    long[] sorted = loops.stream().flatMapToLong(looks -> looks.all(now)).sorted().toArray();
    return new Told(loops.size(), at(sorted, 50), at(sorted, 99), at(sorted, 100));
  }

  private static long at(long[] sorted, int percent) {
    return sorted.length == 0
        ? 0
        : TimeUnit.NANOSECONDS.toMicros(sorted[(sorted.length - 1) * percent / 100]);
  }

  /** What one loop's timers missed, the newest {@link #KEPT} of them; written by that loop. */
  static final class Looks {
    private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
    private final long startedNanos;
    private final AtomicLong seen = new AtomicLong();

    Looks(long startedNanos) {
      this.startedNanos = startedNanos;
    }

    void look(long nowNanos) {
      long before = seen.get();
      nanos.set((int) (before % KEPT), Math.max(0, nowNanos - due(before)));
      seen.set(before + 1);
    }

    /** Those that are overdue count as well, by how late they are already: the loop is blocked. */
    LongStream all(long nowNanos) {
      long done = seen.get();
      long late = nowNanos - due(done);
      long overdue = late < 0 ? 0 : Math.min(KEPT, late / EVERY_NANOS + 1);
      return LongStream.concat(
          LongStream.range(0, overdue).map(i -> late - i * EVERY_NANOS),
          LongStream.range(Math.max(0, done - KEPT + overdue), done)
              .map(i -> nanos.get((int) (i % KEPT))));
    }

    private long due(long number) {
      return startedNanos + EVERY_NANOS * (number + 1);
    }
  }

  private final class Probe extends VerticleBase {
    @Override
    public Future<?> start() {
      Looks looks = new Looks(System.nanoTime());
      loops.add(looks);
      vertx.setPeriodic(EVERY_MS, tick -> looks.look(System.nanoTime()));
      return Future.succeededFuture();
    }
  }
}
