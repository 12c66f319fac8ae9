package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.connection.Connection;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.HardClose;
import dev.holdfast.gateway.connection.Unsent;
import dev.holdfast.gateway.http.Channels;
import dev.holdfast.gateway.mcp.exchange.Telling;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.SessionRef;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * One response of server-sent events: its head, its signs of life, its end. A stream that ends
 * without its last words is taken up again by the client, or asked for anew.
 */
final class SseResponse implements Connection {
  private static final String HEARTBEAT = ": heartbeat\n\n";

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Unsent unsent;
  private final int heartbeatMs;
  private final Connections.Slot slot;
  private String farewell = "";
  private Optional<Telling.Over> answer = Optional.empty();
  private Runnable onGone = () -> {};
  private Runnable onDropped = () -> {};
  private Runnable onOver = () -> {};
  private Runnable onBeat = () -> {};
  private long heartbeat = -1;
  private boolean began;
  private boolean over;

  SseResponse(HttpServerRequest request, Access access, StreamParts parts, Connections.Slot slot) {
    this.vertx = parts.vertx();
    this.request = request;
    this.response = request.response();
    this.unsent = new Unsent(parts.config().writeQueueBytes());
    this.heartbeatMs = parts.config().heartbeatMs();
    this.slot = slot;
    slot.rest(access.proof());
    slot.hold(this);
    response.closeHandler(closed -> gone());
    response.exceptionHandler(broken -> gone());
  }

  /**
   * Begins; the head goes out with the first words, at the latest with the first sign of life.
   *
   * @param beat run with every sign of life
   * @param gone run once where the client leaves before the end
   * @param ended run once, however it ends
   */
  void begin(Runnable beat, Runnable gone, Runnable ended) {
    onBeat = beat;
    onGone = gone;
    onOver = ended;
    began = true;
    heartbeat = vertx.setPeriodic(heartbeatMs, tick -> beat());
  }

  /** Shows it as one of that session's. */
  void present(SessionRef session) {
    slot.present(Connections.Kind.SSE, session, null);
  }

  /** Whether the client left before anything was said. */
  boolean isLost() {
    return response.closed();
  }

  void write(String text) {
    if (!over && !text.isEmpty()) {
      send(text);
    }
  }

  boolean isFull() {
    return !over && unsent.isFull();
  }

  boolean isOver() {
    return over;
  }

  /** What is said last where the pod stops. */
  void onGoAway(String lastWords) {
    farewell = lastWords;
  }

  /** The same where it ends a call, as {@link #finish(Telling.Over)}. */
  void onGoAway(Telling.Over lastWords) {
    answer = Optional.of(lastWords);
  }

  /** Run once where the client is left before the end, because the pod stops or it is too slow. */
  void onDropped(Runnable dropped) {
    onDropped = dropped;
  }

  void onDrain(Runnable drained) {
    unsent.onDrain(drained);
  }

  /** Ends it; its place is free when the last byte is out, or the connection is gone. */
  Future<Void> finish(String last) {
    if (over) {
      return Future.succeededFuture();
    }
    release();
    sendHead();
    return response.end(last).onComplete(done -> slot.free());
  }

  /**
   * Ends it; where nothing was said, the last words are one message with a status of its own. What
   * a {@code GET} is answered with is a stream in any case: the protocol has nothing else there.
   */
  Future<Void> finish(Telling.Over last) {
    if (over || response.headWritten() || request.method().equals(HttpMethod.GET)) {
      return finish(last.text());
    }
    release();
    response.setStatusCode(last.status()).putHeader("Content-Type", "application/json");
    return response.end(last.json()).onComplete(done -> slot.free());
  }

  /** Ends it, and what it came by. */
  void cut() {
    if (!over) {
      finish("");
      request.connection().close();
      HardClose.soon(vertx, Channels.of(request.connection()));
      onDropped.run();
    }
  }

  /** Gives its place back; nothing was said. */
  void abandon() {
    release();
    slot.free();
  }

  @Override
  public Future<Void> goAway(long retryAfterMs) {
    if (!began || over) {
      return Future.succeededFuture();
    }
    Future<Void> said =
        answer
            .map(this::finish)
            .orElseGet(() -> finish("retry: " + retryAfterMs + "\n\n" + farewell));
    onDropped.run();
    return said;
  }

  @Override
  public void end(Fault fault) {
    if (began) {
      cut();
    }
  }

  private void send(String text) {
    sendHead();
    unsent.add(text.length(), response.write(text));
  }

  private void sendHead() {
    if (!response.headWritten()) {
      response
          .setChunked(true)
          .putHeader("Content-Type", "text/event-stream")
          .putHeader("Cache-Control", "no-store")
          .putHeader("X-Accel-Buffering", "no");
    }
  }

  private void beat() {
    if (!over && !unsent.isFull()) {
      send(HEARTBEAT);
      onBeat.run();
    }
  }

  private void gone() {
    boolean early = !over;
    release();
    slot.free();
    if (early) {
      onGone.run();
    }
  }

  private void release() {
    if (!over) {
      over = true;
      vertx.cancelTimer(heartbeat);
      onOver.run();
    }
  }
}
