package dev.holdfast.gateway.http;

import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Batch;
import dev.holdfast.gateway.connection.Connection;
import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.HardClose;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.gateway.connection.Unsent;
import dev.holdfast.gateway.connection.Watcher;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One response of server-sent events, from its first byte to its last. */
final class EventStream implements Outlet, Connection {
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Unsent unsent;
  private final String requestId;
  private final ConnectionConfig config;
  private final Watches watches;
  private final Connections.Slot slot;
  private final BackPressure pressure;
  private int left = Integer.MAX_VALUE;
  private @Nullable Watcher watcher;
  private long heartbeat = -1;
  private OptionalLong leaving = OptionalLong.empty();
  private boolean over;

  EventStream(
      RoutingContext context, ConnectionConfig config, Watches watches, Connections.Slot slot) {
    this.vertx = context.vertx();
    this.request = context.request();
    this.response = context.response();
    this.unsent = new Unsent(config.writeQueueBytes());
    this.requestId = RequestIds.of(context.request());
    this.config = config;
    this.watches = watches;
    this.slot = slot;
    this.pressure = watches.pressureOf(this);
    slot.hold(this);
    response.closeHandler(gone -> gone());
    response.exceptionHandler(broken -> gone());
  }

  /** Ends it with a marker after so many events. */
  EventStream endAfter(int events) {
    left = events;
    return this;
  }

  /**
   * Watches, and answers with the stream when the watch stands; fails with nothing written.
   *
   * @return the number of the newest event when it stood
   */
  Future<Long> follow(SessionRef session, EventFilter filter, long after) {
    if (response.closed()) { // before the close handler was set, which is then never called
      gone();
      return Future.failedFuture(new Fault(ErrorCode.BAD_REQUEST, "the client is gone"));
    }
    return watches
        .open(session, filter, after, this, pressure)
        .onFailure(failure -> gone())
        .map(opened -> {
          begin(
              opened.watcher(),
              after == Watch.NOW ? SseFormat.preludeAt(opened.head()) : SseFormat.PRELUDE);
          return opened.head();
        });
  }

  /** Answers with nothing but the end of the task. */
  void endAtOnce(String taskId, long seq) {
    writeHead();
    finish(SseFormat.PRELUDE + SseFormat.end(taskId, seq));
  }

  /** Ends the stream of a task whose end came before the watch did. */
  void endNow(String taskId, long seq) {
    if (!over) {
      finish(SseFormat.end(taskId, seq));
    }
  }

  @Override
  public void write(Watcher watcher, Batch batch) {
    if (over) {
      return;
    }
    Batch taken = batch.first(left);
    left -= taken.events().size();
    write(taken.as(SseFormat.EVENTS));
    if (left == 0) {
      endOf(watcher, taken);
    }
  }

  @Override
  public void gap(Watcher watcher, Gap gap) {
    if (!over) {
      write(Buffer.buffer(SseFormat.gap(gap)));
    }
  }

  @Override
  public void taskEnded(Watcher watcher, long seq) {
    String taskId = watcher.taskId();
    if (!over && taskId != null) {
      finish(SseFormat.end(taskId, seq));
    }
  }

  @Override
  public boolean isFull() {
    return !over && unsent.isFull();
  }

  @Override
  public void cutOff(Fault fault) {
    if (!over) {
      finish(SseFormat.error(fault, requestId));
      request.connection().close();
      HardClose.soon(vertx, Channels.of(request.connection()));
    }
  }

  @Override
  public void end(Fault fault) {
    if (!over && response.headWritten()) {
      finish(SseFormat.error(fault, requestId));
    }
  }

  @Override
  public Future<Void> goAway(long retryAfterMs) {
    if (over) {
      return Future.succeededFuture();
    }
    if (!response.headWritten()) {
      leaving = OptionalLong.of(retryAfterMs);
      return Future.succeededFuture();
    }
    return finish(SseFormat.goaway(retryAfterMs));
  }

  /** A task's own end goes before: its stream would not go on anyway. */
  private void endOf(Watcher following, Batch last) {
    Event event = last.events().getLast();
    String taskId = following.taskId();
    finish(
        taskId != null && event.type().terminal()
            ? SseFormat.end(taskId, event.seq())
            : SseFormat.enough(event.seq()));
  }

  private void begin(Watcher opened, String prelude) {
    if (over) {
      watches.close(opened);
      return;
    }
    watcher = opened;
    unsent.onDrain(pressure::drained);
    heartbeat = vertx.setPeriodic(config.heartbeatMs(), tick -> beat());
    writeHead();
    write(Buffer.buffer(prelude));
    if (leaving.isPresent()) { // the pod began to stop while the watch was opened
      finish(SseFormat.goaway(leaving.getAsLong()));
      return;
    }
    opened.begin();
  }

  private void write(Buffer chunk) {
    unsent.add(chunk.length(), response.write(chunk));
  }

  private void writeHead() {
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
  }

  private void beat() {
    if (!over && !unsent.isFull()) {
      write(Buffer.buffer(SseFormat.HEARTBEAT));
      pressure.wrote();
    }
  }

  /** Ends the response; its place is free when the last byte is out, or the connection is gone. */
  private Future<Void> finish(String last) {
    Future<Void> written = response.end(last);
    release();
    return written.onComplete(done -> slot.free());
  }

  private void gone() {
    release();
    slot.free();
  }

  private void release() {
    if (!over) {
      over = true;
      vertx.cancelTimer(heartbeat);
      pressure.closed();
      if (watcher != null) {
        watches.close(watcher);
      }
    }
  }
}
