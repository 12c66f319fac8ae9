package dev.holdfast.gateway.http;

import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Batch;
import dev.holdfast.gateway.connection.Connection;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.gateway.connection.Watcher;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.EventPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request that waits for the first events after a position: a watch that ends with its first
 * delivery, with the time, or with the pod. It has a place among the connections meanwhile.
 */
final class LongPoll implements Outlet, Connection {
  /**
   * What the wait came to.
   *
   * @param retryAfterMs when to ask again, where the pod stops; else 0
   */
  record Outcome(EventPage page, long retryAfterMs) {}

  private final Vertx vertx;
  private final HttpServerResponse response;
  private final Watches watches;
  private final Connections.Slot slot;
  private final BackPressure pressure;
  private final EventPage nothing;
  private final int max;
  private final Promise<Outcome> outcome = Promise.promise();
  private Optional<Gap> gap = Optional.empty();
  private @Nullable Watcher watcher;
  private long timer = -1;
  private boolean over;

  /**
   * @param nothing what was found before, and is the answer where nothing comes
   */
  LongPoll(
      RoutingContext context, Watches watches, Connections.Slot slot, EventPage nothing, int max) {
    this.vertx = context.vertx();
    this.response = context.response();
    this.watches = watches;
    this.slot = slot;
    this.nothing = nothing;
    this.max = max;
    this.pressure = watches.pressureOf(this);
    slot.hold(this);
    response.closeHandler(closed -> gone());
    response.exceptionHandler(broken -> gone());
  }

  /** Waits for events after those that were found; at most so many milliseconds. */
  Future<Outcome> await(SessionRef session, EventFilter filter, int waitMs) {
    if (response.closed()) { // before the close handler was set, which is then never called
      gone();
      return outcome.future();
    }
    watches
        .open(session, filter, nothing.next(), this, pressure)
        .onComplete(opened -> begin(opened.watcher(), waitMs), this::fail);
    return outcome.future();
  }

  @Override
  public void write(Watcher from, Batch batch) {
    List<Event> events = batch.events();
    List<Event> taken = events.size() <= max ? events : events.subList(0, max);
    long next = taken.getLast().seq();
    answer(
        new EventPage(
            taken,
            gap.stream().toList(),
            next,
            Math.max(nothing.head(), events.getLast().seq()),
            Math.max(nothing.floor(), gap.map(Gap::to).orElse(0L))));
  }

  /** It came between the question and the watch; what is after it is on its way. */
  @Override
  public void gap(Watcher from, Gap missing) {
    gap = Optional.of(missing);
  }

  @Override
  public void taskEnded(Watcher from, long seq) {}

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public void cutOff(Fault fault) {
    fail(fault);
  }

  @Override
  public void end(Fault fault) {
    fail(fault);
  }

  @Override
  public Future<Void> goAway(long retryAfterMs) {
    release();
    outcome.tryComplete(new Outcome(nothing, Math.max(1, retryAfterMs)));
    return Future.succeededFuture();
  }

  private void begin(Watcher opened, int waitMs) {
    if (over) {
      watches.close(opened);
      return;
    }
    watcher = opened;
    timer = vertx.setTimer(waitMs, passed -> answer(nothing));
    opened.begin();
  }

  private void answer(EventPage page) {
    release();
    outcome.tryComplete(new Outcome(page, 0));
  }

  private void fail(Throwable failure) {
    release();
    outcome.tryFail(failure);
  }

  private void gone() {
    fail(new Fault(ErrorCode.BAD_REQUEST, "the client is gone"));
  }

  private void release() {
    if (!over) {
      over = true;
      vertx.cancelTimer(timer);
      pressure.closed();
      if (watcher != null) {
        watches.close(watcher);
      }
      slot.free();
    }
  }
}
