package dev.holdfast.gateway.connection;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Flow;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one socket's speed means for its watchers. All of them are told to pause once, after the
 * write that filled the socket, and to go on once, when it has drained; a socket that stays full
 * for the configured time is cut off.
 */
public final class BackPressure {
  private static final long UNSET = -1;

  private final Vertx vertx;
  private final Bus bus;
  private final Outlet outlet;
  private final int slowMs;
  private final Set<Long> following = new HashSet<>();
  private final Set<Long> paused = new HashSet<>();
  private long timer = UNSET;

  BackPressure(Vertx vertx, Bus bus, Outlet outlet, int slowMs) {
    this.vertx = vertx;
    this.bus = bus;
    this.outlet = outlet;
    this.slowMs = slowMs;
  }

  /**
   * Call after every write that is not an event; where the socket is full, starts the patience and
   * pauses whoever writes to it.
   */
  public void wrote() {
    if (!outlet.isFull()) {
      return;
    }
    if (timer == UNSET) {
      timer = vertx.setTimer(slowMs, fired -> cutOff());
    }
    following.forEach(this::pause);
  }

  /** Call when the socket has drained. */
  public void drained() {
    calm();
    List<Long> waiting = List.copyOf(paused);
    paused.clear();
    waiting.forEach(watcher -> bus.tell(Addresses.FLOW, new Flow(watcher, false)));
  }

  /** Call when the socket is closed. */
  public void closed() {
    calm();
    following.clear();
    paused.clear();
  }

  void wroteTo(long watcher) {
    wrote();
    if (outlet.isFull()) {
      pause(watcher);
    }
  }

  /** The watcher has what was awaited of it; while its socket is full, draining lets it go on. */
  void taken(long watcher) {
    if (!paused.contains(watcher)) {
      bus.tell(Addresses.FLOW, new Flow(watcher, false));
    }
  }

  void pause(long watcher) {
    if (paused.add(watcher)) {
      bus.tell(Addresses.FLOW, new Flow(watcher, true));
    }
  }

  /** A watcher writes from now on. It goes on unless the socket is full; then draining lets it. */
  void follow(long watcher) {
    following.add(watcher);
    if (outlet.isFull()) {
      pause(watcher);
    } else if (paused.remove(watcher)) {
      bus.tell(Addresses.FLOW, new Flow(watcher, false));
    }
  }

  void forget(long watcher) {
    following.remove(watcher);
    paused.remove(watcher);
  }

  private void calm() {
    if (timer != UNSET) {
      vertx.cancelTimer(timer);
      timer = UNSET;
    }
  }

  private void cutOff() {
    timer = UNSET;
    outlet.cutOff(new Fault(ErrorCode.SLOW_CONSUMER, "nothing was read for " + slowMs + " ms"));
  }
}
