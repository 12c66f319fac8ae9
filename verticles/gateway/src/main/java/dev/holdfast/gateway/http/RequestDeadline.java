package dev.holdfast.gateway.http;

import dev.holdfast.gateway.connection.HardClose;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which no request comes to be: one that never says a whole request head or
 * body, or says it byte by byte, which keeps every idle time from running out (slow loris).
 *
 * <p>The first head has to be here {@code gateway.request_ms} after the connection, a body as long
 * after its head, whatever the request came to meanwhile, and another head {@code gateway.idle_ms}
 * after the answer before it, which is looked at every {@code gateway.request_ms}. One timer for
 * each connection does all of it, as most bodies are here together with their head. Answers that
 * are still being said, event streams and WebSockets, have all the time they want; one that was
 * said whole has to be taken within {@code gateway.idle_ms}. Of one event loop.
 */
final class RequestDeadline {
  private static final int UPGRADED = 101;
  private static final long MILLI_NANOS = 1_000_000;

  private final Vertx vertx;
  private final HttpConfig config;
  private final Map<HttpConnection, Guest> guests = new HashMap<>();

  RequestDeadline(Vertx vertx, HttpConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  void connected(HttpConnection connection) {
    Guest guest = new Guest(connection);
    guests.put(connection, guest);
    connection.closeHandler(closed -> {
      guests.remove(connection);
      vertx.cancelTimer(guest.timer);
    });
    guest.wait(config.requestMs());
  }

  /** How many connections are looked at. */
  int watched() {
    return guests.size();
  }

  void asked(HttpServerRequest request) {
    Guest guest = guests.get(request.connection());
    if (guest != null) {
      guest.request = request;
      guest.askedAt = System.nanoTime();
      guest.answered = false;
    }
  }

  private final class Guest {
    private final HttpConnection connection;
    private @Nullable HttpServerRequest request;
    private long askedAt;
    private boolean answered;
    private long answeredAt;
    private long timer = -1;

    Guest(HttpConnection connection) {
      this.connection = connection;
    }

    void wait(int ms) {
      timer = vertx.setTimer(ms, over -> look());
    }

    private void look() {
      if (request != null && request.response().getStatusCode() == UPGRADED) {
        // A WebSocket from now on, whose end this connection is not told of.
        guests.remove(connection);
        return;
      }
      int left = leftMs(System.nanoTime());
      if (left > 0) {
        wait(left);
      } else {
        connection.close();
        HardClose.soon(vertx, Channels.of(connection));
      }
    }

    /** For how long it may stay until it is looked at again; not positive where it may not. */
    private int leftMs(long now) {
      if (request == null) {
        return 0;
      }
      if (!request.isEnded()) {
        return config.requestMs() - (int) ((now - askedAt) / MILLI_NANOS);
      }
      return isIdle(request, now) ? 0 : config.requestMs();
    }

    /** Whether its last answer was said too long ago, as far as it was seen here. */
    private boolean isIdle(HttpServerRequest last, long now) {
      if (!last.response().ended()) {
        return false;
      }
      if (!answered) {
        answered = true;
        answeredAt = now;
      }
      return now - answeredAt >= config.idleMs() * MILLI_NANOS;
    }
  }
}
