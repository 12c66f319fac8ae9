package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One who watches a session and comes back whenever its connection is over. Everything of it
 * happens on one event loop; each number must be the one after the last.
 */
final class Follower {
  private static final int COME_BACK_MS = 5;

  private final Stage stage;
  private final Road road;
  private final Course course;
  private final Contents contents;
  private final Findings findings;
  private volatile long last;
  private volatile double slowestMs;
  private final AtomicLong came = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();
  private volatile boolean over;

  Follower(Stage stage, Road road, Course course, Contents contents, Findings findings) {
    this.stage = stage;
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
        () -> stage.vertx().setTimer(COME_BACK_MS, again -> connect()));
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

  private void take(JsonObject event) {
    long seq = event.getLong("seq");
    if (seq != last + 1) {
      findings.violation("after " + last + " came " + seq + " of " + contents.session());
    }
    last = seq;
    came.incrementAndGet();
    contents.take(seq, event, findings);
    Duration late = Duration.between(Instant.parse(event.getString("at")), Instant.now());
    slowestMs = Math.max(slowestMs, late.toNanos() / 1e6);
  }
}
