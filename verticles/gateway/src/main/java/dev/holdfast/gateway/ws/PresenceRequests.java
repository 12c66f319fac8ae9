package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.PresenceJson;
import dev.holdfast.gateway.connection.Audience;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.gateway.connection.Presences;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.PresenceNews;
import dev.holdfast.shared.message.WatcherRecord;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Of which sessions one connection is told who watches them; in the order of its frames. */
final class PresenceRequests {
  private final Presences presences;
  private final int sessionsMax;
  private final OwnSession own;
  private final Outlet outlet;
  private final Consumer<String> send;
  private final Map<String, Audience> audiences = new HashMap<>();
  private Future<Reply> lane = Future.succeededFuture(Reply.none());
  private boolean closed;

  /**
   * @param sessionsMax of how many sessions a connection is told
   */
  PresenceRequests(
      Presences presences, int sessionsMax, OwnSession own, Outlet outlet, Consumer<String> send) {
    this.presences = presences;
    this.sessionsMax = sessionsMax;
    this.own = own;
    this.outlet = outlet;
    this.send = send;
  }

  Future<Reply> answer(ClientFrame.OfPresence frame, String requestId) {
    return switch (frame) {
      case ClientFrame.WatchPresence watch ->
          inTurn(() -> own.or(watch.sessionId()).compose(session -> watch(session, requestId)));
      case ClientFrame.UnwatchPresence unwatch ->
          inTurn(() -> Future.succeededFuture(unwatch(unwatch.sessionId(), requestId)));
    };
  }

  void close() {
    closed = true;
    audiences.values().forEach(presences::close);
    audiences.clear();
  }

  private Future<Reply> inTurn(Supplier<Future<Reply>> step) {
    lane = lane.otherwise(Reply.none()).compose(before -> step.get());
    return lane;
  }

  /** Watching again begins anew, with the whole list. */
  private Future<Reply> watch(SessionRef session, String requestId) {
    if (!audiences.containsKey(session.id()) && audiences.size() >= sessionsMax) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.TOO_MANY_REQUESTS,
              "a connection may watch the presence of "
                  + sessionsMax
                  + " sessions (gateway.subscriptions_max)"));
    }
    Telling telling = new Telling(session.id());
    return presences
        .open(session, outlet::isFull, telling)
        .map(audience -> begin(session, audience, telling, requestId));
  }

  private Reply begin(SessionRef session, Audience audience, Telling telling, String requestId) {
    if (closed) {
      presences.close(audience);
      return Reply.none();
    }
    Audience former = audiences.put(session.id(), audience);
    if (former != null) {
      presences.close(former);
    }
    return new Reply(
        ServerFrame.reply(
            "watch_presence_res", requestId, out -> out.text("session_id", session.id())),
        telling::begin);
  }

  private Reply unwatch(@Nullable String sessionId, String requestId) {
    String id = own.idOr(sessionId);
    Audience audience = audiences.remove(id);
    if (audience != null) {
      presences.close(audience);
    }
    return Reply.to(
        "unwatch_presence",
        requestId,
        out -> out.text("session_id", id).flag("watched", audience != null));
  }

  /** Writes the news of one session; the first only after the answer to the frame. */
  private final class Telling implements Audience.Listener {
    private final String sessionId;
    private boolean begun;
    private @Nullable PresenceNews early;

    Telling(String sessionId) {
      this.sessionId = sessionId;
    }

    void begin() {
      begun = true;
      if (early != null) {
        all(early);
      }
    }

    @Override
    public void all(PresenceNews now) {
      if (!begun) {
        early = now;
        return;
      }
      send.accept(ServerFrame.notice("watchers", out -> PresenceJson.write(out, sessionId, now)));
    }

    @Override
    public void changed(PresenceNews news) {
      if (!begun) {
        early = news;
        return;
      }
      news.left().forEach(each -> say("watcher.left", each));
      news.joined().forEach(each -> say("watcher.joined", each));
    }

    private void say(String type, WatcherRecord watcher) {
      send.accept(
          ServerFrame.notice(
              "watcher",
              out -> {
                out.text("type", type);
                PresenceJson.write(out, sessionId, watcher);
              }));
    }
  }
}
