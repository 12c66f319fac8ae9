package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The calls of tools that one connection waits for. Of the same call under the same mark it is told
 * once, however often it asked.
 */
final class OpenCalls {
  /** One call under one mark. */
  private record Key(String requestId, String taskId) {}

  private final Vertx vertx;
  private final Services services;
  private final SessionRef own;
  private final Outlet connection;
  private final BackPressure pressure;
  private final Consumer<String> send;
  private final Map<Key, OpenCall> open = new HashMap<>();
  private int beginning;
  private boolean closed;

  /**
   * @param send writes a frame to the connection
   */
  OpenCalls(
      Vertx vertx,
      Services services,
      SessionRef own,
      Outlet connection,
      BackPressure pressure,
      Consumer<String> send) {
    this.vertx = vertx;
    this.services = services;
    this.own = own;
    this.connection = connection;
    this.pressure = pressure;
    this.send = send;
  }

  /**
   * Takes a place for a call that is about to be made; {@link #begun} follows.
   *
   * @throws Fault {@link ErrorCode#TOO_MANY_REQUESTS}
   */
  void begin() {
    int max = services.config().callsMax();
    if (open.size() + beginning >= max) {
      throw new Fault(
          ErrorCode.TOO_MANY_REQUESTS,
          "a connection may wait for " + max + " calls (gateway.calls_max)");
    }
    beginning++;
  }

  /** The call was made or failed; its place is free unless it is followed. */
  void begun() {
    beginning--;
  }

  /** Tells of the call until its result was told. */
  void follow(String requestId, TaskRecord task) {
    Key key = new Key(requestId, task.taskId());
    if (closed || open.containsKey(key)) {
      return;
    }
    OpenCall call =
        new OpenCall(
            vertx, services, own, task, requestId, connection, send, () -> open.remove(key));
    open.put(key, call);
    call.begin(pressure);
  }

  void close() {
    closed = true;
    List.copyOf(open.values()).forEach(OpenCall::close);
    open.clear();
  }
}
