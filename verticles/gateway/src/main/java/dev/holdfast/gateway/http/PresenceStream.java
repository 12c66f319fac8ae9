package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.PresenceJson;
import dev.holdfast.gateway.connection.Audience;
import dev.holdfast.gateway.connection.Connection;
import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Presences;
import dev.holdfast.gateway.connection.Unsent;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.PresenceNews;
import dev.holdfast.shared.message.WatcherRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One response of server-sent events about who watches a session. It has no positions: every stream
 * begins with all of them. A client that reads nothing is written nothing, and its connection is
 * closed as an idle one.
 */
final class PresenceStream implements Audience.Listener, Connection {
  private final Vertx vertx;
  private final HttpServerResponse response;
  private final Unsent unsent;
  private final String requestId;
  private final ConnectionConfig config;
  private final Presences presences;
  private final Connections.Slot slot;
  private final List<String> early = new ArrayList<>();
  private String sessionId = "";
  private @Nullable Audience audience;
  private long heartbeat = -1;
  private boolean over;

  PresenceStream(
      RoutingContext context, ConnectionConfig config, Presences presences, Connections.Slot slot) {
    this.vertx = context.vertx();
    this.response = context.response();
    this.unsent = new Unsent(config.writeQueueBytes());
    this.requestId = RequestIds.of(context.request());
    this.config = config;
    this.presences = presences;
    this.slot = slot;
    slot.hold(this);
    response.closeHandler(closed -> gone());
    response.exceptionHandler(broken -> gone());
  }

  /** Answers with the stream when the audience is kept; fails with nothing written. */
  Future<Void> follow(SessionRef session) {
    sessionId = session.id();
    if (response.closed()) {
      gone();
      return Future.failedFuture(new Fault(ErrorCode.BAD_REQUEST, "the client is gone"));
    }
    return presences
        .open(session, unsent::isFull, this)
        .onFailure(failure -> gone())
        .map(opened -> {
          begin(opened);
          return null;
        });
  }

  @Override
  public void all(PresenceNews now) {
    say("watchers", out -> PresenceJson.write(out, sessionId, now));
  }

  @Override
  public void changed(PresenceNews news) {
    news.left().forEach(each -> say("watcher.left", each));
    news.joined().forEach(each -> say("watcher.joined", each));
  }

  @Override
  public void end(Fault fault) {
    if (!over && response.headWritten()) {
      finish(SseFormat.error(fault, requestId));
    }
  }

  @Override
  public Future<Void> goAway(long retryAfterMs) {
    return over || !response.headWritten()
        ? Future.succeededFuture()
        : finish(SseFormat.goaway(retryAfterMs));
  }

  private void begin(Audience opened) {
    if (over) {
      presences.close(opened);
      return;
    }
    audience = opened;
    heartbeat = vertx.setPeriodic(config.heartbeatMs(), tick -> beat());
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    write(SseFormat.PRELUDE);
    early.forEach(this::write);
    early.clear();
  }

  private void say(String type, WatcherRecord watcher) {
    say(type, out -> PresenceJson.write(out, sessionId, watcher));
  }

  private void say(String type, Consumer<JsonOut> body) {
    String text = "event: " + type + "\ndata: " + JsonOut.object(body) + "\n\n";
    if (!over && audience == null) {
      early.add(text);
    } else if (!over) {
      write(text);
    }
  }

  private void beat() {
    if (!over && !unsent.isFull()) {
      write(SseFormat.HEARTBEAT);
    }
  }

  private void write(String text) {
    unsent.add(text.length(), response.write(text));
  }

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
      if (audience != null) {
        presences.close(audience);
      }
    }
  }
}
