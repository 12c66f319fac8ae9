package dev.holdfast.broadcast;

import dev.holdfast.broadcast.fanout.Fanout;
import dev.holdfast.broadcast.fanout.FanoutMeters;
import dev.holdfast.broadcast.fanout.Router;
import dev.holdfast.broadcast.replay.LogReader;
import dev.holdfast.broadcast.replay.PageReader;
import dev.holdfast.broadcast.retention.Trimmer;
import dev.holdfast.broadcast.store.RetentionStore;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.message.Pods;
import dev.holdfast.shared.store.Postgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the fan-out of one pod: one instance, on one event loop. */
public final class BroadcastVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(BroadcastVerticle.class);
  private static final int REMINDERS_UNTIL_FORGOTTEN = 3;

  private final BroadcastConfig config;
  private final PostgresConfig postgresConfig;
  private final Bus bus;
  private final PodBus pods;
  private final MeterRegistry meters;
  private @Nullable Postgres postgres;

  public BroadcastVerticle(
      BroadcastConfig config,
      PostgresConfig postgresConfig,
      Bus bus,
      PodBus pods,
      MeterRegistry meters) {
    this.config = config;
    this.postgresConfig = postgresConfig;
    this.bus = bus;
    this.pods = pods;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    Postgres opened = Postgres.open(vertx, "broadcast", postgresConfig);
    postgres = opened;
    FanoutMeters counted = new FanoutMeters(meters, Clock.systemUTC());
    LogReader log = new LogReader(opened, config.pageEvents(), config.pageBytes(), counted::page);
    Parts parts = new Parts(log, counted);
    bus.listen(Addresses.COMMITTED, parts.router::committed);
    bus.listen(Addresses.PODS, parts::pods);
    bus.answer(Addresses.WATCH, parts.fanout::watch);
    bus.answer(Addresses.READ_EVENTS, new PageReader(log)::read);
    bus.listen(Addresses.UNWATCH, parts.fanout::unwatch);
    bus.listen(Addresses.FLOW, parts.fanout::flow);
    pods.receiveForBroadcast(parts.router::take);
    vertx.setPeriodic(config.interestMs(), timer -> parts.remind());
    checkLater(parts, log);
    trimLater(new Trimmer(new RetentionStore(opened), config.retention()));
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return postgres == null ? Future.succeededFuture() : postgres.close();
  }

  /**
   * Asks the log itself for news of what is watched here; the next look begins after this one has
   * ended.
   */
  private void checkLater(Parts parts, LogReader log) {
    vertx.setTimer(
        config.checkMs(),
        timer ->
            check(parts, log)
                .onFailure(failure -> LOG.warn("cannot check positions: {}", failure.toString()))
                .onComplete(done -> checkLater(parts, log)));
  }

  private void trimLater(Trimmer trimmer) {
    vertx.setTimer(
        config.retention().pauseMs(),
        timer ->
            trimmer
                .runOnce()
                .onFailure(failure -> LOG.warn("cannot trim histories: {}", failure.toString()))
                .onComplete(done -> trimLater(trimmer)));
  }

  private static Future<Void> check(Parts parts, LogReader log) {
    Set<Long> sessions = parts.fanout.sessions();
    return sessions.isEmpty()
        ? Future.succeededFuture()
        : log.heads(sessions).onSuccess(parts.fanout::heads).mapEmpty();
  }

  /** The two halves, which need each other. */
  private final class Parts {
    private final Fanout fanout;
    private final Router router;

    Parts(LogReader log, FanoutMeters counted) {
      fanout = new Fanout(bus, log, config.watchersMax(), this::announceFirst, counted);
      router =
          new Router(
              pods,
              fanout::committed,
              TimeUnit.MILLISECONDS.toNanos(
                  (long) config.interestMs() * REMINDERS_UNTIL_FORGOTTEN));
    }

    private void announceFirst(long sessionNo) {
      router.announce(List.of(sessionNo));
    }

    private void pods(Pods now) {
      if (router.pods(now)) {
        router.announce(fanout.sessions());
      }
    }

    private void remind() {
      router.announce(fanout.sessions());
      router.sweep();
    }
  }
}
