package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Batch;
import dev.holdfast.gateway.connection.Connection;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.gateway.connection.Watcher;
import dev.holdfast.gateway.session.Credential;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket, from its upgrade to its close. */
final class WsConnection implements Outlet, Connection, MessageAssembler.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(WsConnection.class);
  private static final String NO_MARK = "null";

  /** Where the connection stands. */
  private sealed interface State {
    /** No hello was accepted yet. */
    record Waiting() implements State {}

    /** A hello is being settled; nothing is read meanwhile. */
    record Settling() implements State {}

    record Ready(Requests requests, Subscriptions subscriptions, OpenCalls calls)
        implements State {}
  }

  private final Vertx vertx;
  private final Services services;
  private final Socket socket;
  private final Connections.Slot slot;
  private final Handshake handshake;
  private final BackPressure pressure;
  private final long handshakeTimer;
  private State state = new State.Waiting();
  private int inFlight;

  WsConnection(
      Vertx vertx,
      Services services,
      ServerWebSocket socket,
      Connections.Slot slot,
      @Nullable Credential fromHeader) {
    this.vertx = vertx;
    this.services = services;
    this.socket = new Socket(vertx, socket);
    this.slot = slot;
    this.handshake = new Handshake(services, fromHeader);
    this.pressure = services.watches().pressureOf(this);
    this.handshakeTimer =
        vertx.setTimer(services.config().handshakeMs(), fired -> handshakeTimedOut());
  }

  void open() {
    slot.hold(this);
    socket.open(services.config(), services.connectionConfig().writeQueueBytes(), this);
    socket.onDrain(this::drained);
    socket.onClose(this::closed);
  }

  @Override
  public void message(String text) {
    String mark = NO_MARK;
    try {
      Fields fields = StrictJson.object(text);
      mark = fields.mark(FrameReader.REQUEST_ID, FrameReader.REQUEST_ID_MAX);
      take(FrameReader.read(fields), mark);
    } catch (Fault fault) {
      refuse(fault, mark);
    }
  }

  @Override
  public void refused(short closeCode, String reason) {
    if (closeCode == MessageAssembler.TOO_LARGE) {
      send(ServerFrame.error(new Fault(ErrorCode.PAYLOAD_TOO_LARGE, reason), NO_MARK));
    }
    socket.close(closeCode, reason);
  }

  @Override
  public void write(Watcher watcher, Batch batch) {
    batch.as(ServerFrame.EVENTS).forEach(socket::send);
    regulate();
  }

  @Override
  public void taskEnded(Watcher watcher, long seq) {
    if (state instanceof State.Ready ready) {
      String end = ready.subscriptions().taskEnded(watcher, seq);
      if (end != null) {
        send(end);
      }
    }
  }

  @Override
  public boolean isFull() {
    return socket.isFull();
  }

  @Override
  public void cutOff(Fault fault) {
    socket.close(fault, fault.code().closeCode());
    release();
  }

  @Override
  public void end(Fault fault) {
    send(ServerFrame.error(fault, NO_MARK));
    cutOff(fault);
  }

  @Override
  public Future<Void> goAway(long retryAfterMs) {
    send(ServerFrame.goaway(retryAfterMs));
    return socket.close(
        new Fault(ErrorCode.SHUTTING_DOWN, ErrorCode.SHUTTING_DOWN.meaning()),
        ErrorCode.SHUTTING_DOWN.closeCode());
  }

  private void take(ClientFrame frame, String mark) {
    switch (state) {
      case State.Waiting() -> {
        if (frame instanceof ClientFrame.Hello hello) {
          settle(hello, mark);
        } else {
          refuse(new Fault(ErrorCode.HANDSHAKE_REQUIRED, "the first frame must be a hello"), mark);
        }
      }
      case State.Settling() ->
          refuse(new Fault(ErrorCode.HANDSHAKE_REQUIRED, "hello is not answered yet"), mark);
      case State.Ready(Requests requests, Subscriptions subscriptions, OpenCalls calls) ->
          answer(requests, frame, mark);
    }
  }

  private void settle(ClientFrame.Hello hello, String mark) {
    state = new State.Settling();
    regulate();
    handshake
        .settle(hello)
        .onSuccess(settled -> ready(settled, mark))
        .onFailure(failure -> {
          state = new State.Waiting();
          refuse(Fault.of(failure), mark);
          regulate();
        });
  }

  private void ready(Handshake.Settled settled, String mark) {
    if (socket.isClosed()) {
      return;
    }
    vertx.cancelTimer(handshakeTimer);
    var own = settled.session().session();
    Access access = settled.access();
    slot.rest(access.proof());
    slot.present(Connections.Kind.WEBSOCKET, own, settled.transportId());
    Subscriptions subscriptions = new Subscriptions(services, this, pressure, access, own);
    OpenCalls calls = new OpenCalls(vertx, services, own, this, pressure, this::send);
    Requests requests = new Requests(services, access, own, subscriptions, calls, slot);
    state = new State.Ready(requests, subscriptions, calls);
    int heartbeatMs = services.connectionConfig().heartbeatMs();
    send(
        ServerFrame.helloAck(
            mark, settled.session(), services.pod(), heartbeatMs, settled.warning()));
    socket.startHeartbeat(heartbeatMs);
    regulate();
  }

  private void answer(Requests requests, ClientFrame frame, String mark) {
    inFlight++;
    regulate();
    // A frame that is refused at once fails like one that is refused later, and gives its place
    // back.
    Future.succeededFuture()
        .compose(taken -> requests.answer(frame, mark))
        .onSuccess(reply -> reply(reply))
        .onFailure(failure -> refuse(Fault.of(failure), mark))
        .onComplete(done -> {
          inFlight--;
          regulate();
        });
  }

  private void reply(Reply reply) {
    if (reply.text() != null) {
      send(reply.text());
    }
    reply.afterwards().run();
  }

  /** Tells the client; before the handshake is done, a fault that has a close code ends it. */
  private void refuse(Fault fault, String mark) {
    log(fault, mark);
    send(ServerFrame.error(fault, mark));
    if (!(state instanceof State.Ready)) {
      int closeCode =
          fault.code() == ErrorCode.INVALID_SESSION_ID
              ? ErrorCode.HANDSHAKE_REQUIRED.closeCode()
              : fault.code().closeCode();
      if (closeCode != 0) {
        socket.close(fault, closeCode);
      }
    }
  }

  private static void log(Fault fault, String mark) {
    if (fault.code() == ErrorCode.INTERNAL) {
      LOG.error("frame with request_id {} failed", mark, fault.getCause());
    } else if (fault.getCause() != null) {
      LOG.warn("frame with request_id {}: {}", mark, fault.detail());
    }
  }

  private void send(String text) {
    socket.send(text);
    pressure.wrote();
    regulate();
  }

  /** Reads only as much as can be answered and as the client takes answers. */
  private void regulate() {
    socket.read(
        !(state instanceof State.Settling)
            && inFlight < services.config().requestsInFlightMax()
            && !socket.isFull());
  }

  private void drained() {
    pressure.drained();
    regulate();
  }

  private void handshakeTimedOut() {
    if (!(state instanceof State.Ready)) {
      Fault fault =
          new Fault(
              ErrorCode.HANDSHAKE_TIMEOUT,
              "no hello was accepted within " + services.config().handshakeMs() + " ms");
      send(ServerFrame.error(fault, NO_MARK));
      socket.close(fault, fault.code().closeCode());
    }
  }

  private void closed() {
    vertx.cancelTimer(handshakeTimer);
    release();
    slot.free();
  }

  private void release() {
    pressure.closed();
    if (state instanceof State.Ready ready) {
      ready.subscriptions().close();
      ready.calls().close();
    }
  }
}
