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
 * What one socket's speed means for its watchers. A watcher is told to pause once, after the write
 * that filled the socket, and to go on once, when it has drained; a socket that stays full for the
 * configured time is cut off.
 */
public final class BackPressure {
  private static final long UNSET = -1;

  private final Vertx vertx;
  private final Bus bus;
  private final Outlet outlet;
  private final int slowMs;
  private final Set<Long> paused = new HashSet<>();
  private long timer = UNSET;

  BackPressure(Vertx vertx, Bus bus, Outlet outlet, int slowMs) {
    this.vertx = vertx;
    this.bus = bus;
    this.outlet = outlet;
    this.slowMs = slowMs;
  }

  /** Call after every write that is not an event; starts the patience where the socket is full. */
  public void wrote() {
    if (timer == UNSET && outlet.isFull()) {
      timer = vertx.setTimer(slowMs, fired -> cutOff());
    }
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
    paused.clear();
  }

  void wroteTo(long watcher) {
    wrote();
    if (outlet.isFull()) {
      pause(watcher);
    }
  }

  void pause(long watcher) {
    if (paused.add(watcher)) {
      bus.tell(Addresses.FLOW, new Flow(watcher, true));
    }
  }

  /** Lets a watcher go on unless the socket is still full; then draining will. */
  void resumeUnlessFull(long watcher) {
    if (!outlet.isFull() && paused.remove(watcher)) {
      bus.tell(Addresses.FLOW, new Flow(watcher, false));
    }
  }

  void forget(long watcher) {
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
