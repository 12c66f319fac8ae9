package dev.holdfast.broadcast.fanout;

import dev.holdfast.shared.event.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted of the fan-out of this pod. */
public final class FanoutMeters {
  private static final Logger LOG = LoggerFactory.getLogger(FanoutMeters.class);
  private static final Duration[] LAGS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Clock clock;
  private final AtomicInteger watchers = new AtomicInteger();
  private final Timer lag;
  private final Counter direct;
  private final Counter replayed;
  private final Counter pages;
  private final Counter missed;

  /**
   * @param clock the lag is by it and by that of Postgres, so it is as wrong as they differ
   */
  public FanoutMeters(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    Gauge.builder("holdfast.watchers", watchers::get)
        .description("Watchers of sessions on this pod")
        .register(meters);
    lag =
        Timer.builder("holdfast.fanout.lag")
            .description("From the begin of an event's transaction to its way to the watchers here")
            .serviceLevelObjectives(LAGS)
            .register(meters);
    direct = delivered(meters, "batch");
    replayed = delivered(meters, "log");
    pages =
        Counter.builder("holdfast.log.pages")
            .description("Pages of the log that were read for watchers and long polls")
            .register(meters);
    missed =
        Counter.builder("holdfast.hints.missed")
            .description("Events that the position check found, for each watcher it found behind")
            .register(meters);
  }

  private static Counter delivered(MeterRegistry meters, String from) {
    return Counter.builder("holdfast.events.delivered")
        .description("Events on their way to watchers, each as often as it has watchers")
        .tag("from", from)
        .register(meters);
  }

  void watchers(int now) {
    watchers.set(now);
  }

  /** Committed events go to so many watchers without the log being read. */
  void direct(List<Event> events, int watching) {
    direct.increment((double) events.size() * watching);
    try {
      lag.record(Duration.between(Instant.parse(events.getLast().at()), clock.instant()));
    } catch (DateTimeException | ArithmeticException e) {
      LOG.debug("an event without a time that can be measured: {}", e.toString());
    }
  }

  /** So many events of the log are new to a watcher who waits for nothing but their batch. */
  void missed(long events) {
    missed.increment((double) events);
  }

  /** A page is read. */
  public void page() {
    pages.increment();
  }

  /** Events from the log go to a watcher. */
  void replayed(int events) {
    replayed.increment(events);
  }
}
