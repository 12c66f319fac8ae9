package dev.holdfast.loadtests.herd;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One watcher of a session, over as many connections as it takes. It has a place in the herd, from
 * which its own transport and its address on loopback follow. Everything happens on its lane; what
 * is asked of it may be asked anywhere.
 */
public final class Watcher {
  private static final int TRICKLE_EVERY_MS = 500;

  /** By which transport it watches. */
  public enum Kind {
    SOCKET,
    STREAM
  }

  /**
   * What does not change.
   *
   * @param after the number of the last event it has from before
   * @param receiveBytes what the kernel may keep for it; 0 for as much as the kernel likes
   * @param timed whether the times of its deliveries are noted, of what happened while it watched
   */
  public record Plan(
      int place, Kind kind, String room, long after, int receiveBytes, boolean timed) {}

  /** How it reads. */
  private enum Reading {
    ALL,
    TRICKLE,
    NOTHING
  }

  private final Plan plan;
  private final Lane lane;
  private final Herd herd;
  private final Order order;
  private final List<Ending> endings = new CopyOnWriteArrayList<>();
  private volatile boolean ready;
  private volatile long readyNanos;
  private volatile long awayNanos;
  private volatile long came;
  private long counted;
  private volatile OptionalLong toldToReturnMs = OptionalLong.empty();
  private Reading reading = Reading.ALL;
  private boolean stallsOnceReady;
  private @Nullable Connection open;

  Watcher(Plan plan, Lane lane, Herd herd) {
    this.plan = plan;
    this.lane = lane;
    this.herd = herd;
    this.order = new Order(plan.after());
    this.awayNanos = System.nanoTime();
  }

  public Plan plan() {
    return plan;
  }

  /** The greatest number that came. */
  public long last() {
    return order.last();
  }

  /** How many events came. */
  public long came() {
    return came;
  }

  /** Whether it watches now. */
  public boolean ready() {
    return ready;
  }

  /** Nanoseconds from the end of its connection, or its beginning, until it watched again. */
  public long backNanos() {
    return readyNanos - awayNanos;
  }

  /** When it began to watch last, by {@link System#nanoTime}. */
  public long readyNanos() {
    return readyNanos;
  }

  /** Its connections that are over, in order, without those it left itself. */
  public List<Ending> endings() {
    return endings;
  }

  /** What it was told last about when to come again before its connection was closed. */
  public OptionalLong toldToReturnMs() {
    return toldToReturnMs;
  }

  /** Connects; where it was before is where it goes on. */
  public void connect() {
    lane.soon(this::begin);
  }

  /** Takes nothing more from its socket. */
  public void stall() {
    lane.soon(() -> reading(Reading.NOTHING));
  }

  /** Takes nothing more as soon as it watches the next time. */
  public void stallOnceReady() {
    lane.soon(() -> stallsOnceReady = true);
  }

  /** Takes one byte twice a second. */
  public void trickle() {
    lane.soon(() -> {
      reading(Reading.TRICKLE);
      drip();
    });
  }

  /** Takes all there is. */
  public void read() {
    lane.soon(() -> reading(Reading.ALL));
  }

  /** Closes its connection and stays away, or comes again as if it had been broken off. */
  public void leave(boolean comesAgain) {
    lane.soon(() -> {
      Connection left = open;
      if (left != null) {
        open = null;
        left.close();
        if (comesAgain) {
          away(new Ending(Ending.How.CUT, 0, ready, OptionalLong.empty()), false);
        } else {
          ready = false;
        }
      }
    });
  }

  /** It watches from now on. */
  void watches() {
    readyNanos = System.nanoTime();
    ready = true;
    if (stallsOnceReady) {
      stallsOnceReady = false;
      reading(Reading.NOTHING);
    }
  }

  /** An event of this number came. */
  void took(long seq) {
    counted++;
    came = counted;
    Order.Fault fault = order.take(seq);
    if (fault != Order.Fault.NONE) {
      herd.wrong(fault, this, seq);
    }
  }

  void toldToReturn(long afterMs) {
    toldToReturnMs = OptionalLong.of(afterMs);
  }

  /** Its connection is over, and it did not leave it itself. */
  void over(Ending ending) {
    open = null;
    away(ending, true);
  }

  private void begin() {
    if (open != null) {
      return;
    }
    reading = Reading.ALL;
    Connection connection = new Connection(this, lane, herd);
    open = connection;
    connection.connect();
  }

  private void away(Ending ending, boolean noted) {
    if (ready || endings.isEmpty()) {
      awayNanos = System.nanoTime();
    }
    ready = false;
    if (noted) {
      endings.add(ending);
    }
    long after = herd.guide().againMs(this, ending);
    if (after >= 0) {
      lane.after(after, this::begin);
    }
  }

  private void reading(Reading now) {
    reading = now;
    Connection connection = open;
    if (connection != null) {
      connection.reads(now == Reading.ALL);
    }
  }

  private void drip() {
    Connection connection = open;
    if (connection != null && reading == Reading.TRICKLE) {
      connection.read(new byte[1]);
      lane.after(TRICKLE_EVERY_MS, this::drip);
    }
  }
}
