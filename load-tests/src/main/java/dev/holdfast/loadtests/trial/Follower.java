package dev.holdfast.loadtests.trial;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One who watches a session and comes back whenever its connection is over. Everything of it
 * happens on one event loop; each number must be the one after the last.
 */
final class Follower {
  private static final int COME_BACK_MS = 5;
  private static final int MISSING_MAX = 1_000;

  private final Vertx vertx;
  private final Road road;
  private final Course course;
  private final Contents contents;
  private final Findings findings;
  private volatile long last;
  private volatile double slowestMs;
  private final AtomicLong came = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();
  private final Set<Long> missing = new HashSet<>();
  private volatile boolean over;

  Follower(Vertx vertx, Road road, Course course, Contents contents, Findings findings) {
    this.vertx = vertx;
    this.road = road;
    this.course = course;
    this.contents = contents;
    this.findings = findings;
  }

  void connect() {
    if (over) {
      return;
    }
    connections.incrementAndGet();
    Course.Leg leg = course.next(last);
    last = leg.after();
    road.watch(
        leg.pod(),
        leg.after(),
        leg.bytes(),
        this::take,
        () -> vertx.setTimer(COME_BACK_MS, again -> connect()));
  }

  /** The number of the last event that came through. */
  long last() {
    return last;
  }

  /** How often it has connected, or tried to. */
  long connections() {
    return connections.get();
  }

  /** How many events came, those that came again among them. */
  long came() {
    return came.get();
  }

  /** The longest time from an event to its arrival since this was asked before, in ms. */
  double slowestMs() {
    double slowest = slowestMs;
    slowestMs = 0;
    return slowest;
  }

  /** Does not come back any more. */
  void stop() {
    over = true;
  }

  /** What was left out counts as lost until it comes after all, out of order. */
  private Breach breach(long seq) {
    if (seq <= last) {
      return missing.remove(seq) ? Breach.REORDERED : Breach.DUPLICATED;
    }
    for (long left = last + 1; left < seq && missing.size() < MISSING_MAX; left++) {
      missing.add(left);
    }
    return Breach.LOST;
  }

  /** The next event that came. */
  void take(JsonObject event) {
    long seq = event.getLong("seq");
    if (seq != last + 1) {
      findings.violation(
          breach(seq), "after " + last + " came " + seq + " of " + contents.session());
    }
    last = Math.max(seq, last);
    came.incrementAndGet();
    contents.take(seq, event, findings);
    Duration late = Duration.between(Instant.parse(event.getString("at")), Instant.now());
    slowestMs = Math.max(slowestMs, late.toNanos() / 1e6);
  }
}
