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
import dev.holdfast.shared.error.CloseCode;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Gap;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket, from its upgrade to its close. */
final class WsConnection implements Outlet, Connection, MessageAssembler.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(WsConnection.class);
  static final String NO_MARK = "null";

  /** Where the connection stands. */
  private sealed interface State {
    /** No hello was accepted yet. */
    record Waiting() implements State {}

    /** A hello is being settled; nothing is read meanwhile. */
    record Settling() implements State {}

    record Ready(Conversation conversation) implements State {}
  }

  private final Vertx vertx;
  private final Services services;
  private final Socket socket;
  private final Connections.Slot slot;
  private final Beginnings beginnings;
  private final BackPressure pressure;
  private final Reading reading;
  private final long handshakeTimer;
  private State state = new State.Waiting();

  WsConnection(
      Vertx vertx,
      Services services,
      ServerWebSocket socket,
      Channel channel,
      Connections.Slot slot,
      @Nullable Credential fromHeader) {
    this.vertx = vertx;
    this.services = services;
    this.socket = new Socket(vertx, socket, channel, services.connectionConfig().writeQueueBytes());
    this.slot = slot;
    this.pressure = services.watches().pressureOf(this);
    this.reading =
        new Reading(
            vertx,
            this.socket,
            pressure,
            services.limits().pace(),
            services.config().requestsInFlightMax(),
            () -> state instanceof State.Settling);
    this.beginnings =
        new Beginnings(
            vertx,
            services,
            new Handshake(services, fromHeader, slot.place()),
            slot,
            this,
            pressure,
            this::send);
    this.handshakeTimer =
        vertx.setTimer(services.config().handshakeMs(), fired -> handshakeTimedOut());
  }

  void open() {
    slot.hold(this);
    socket.open(services.config(), this);
    socket.onDrain(this::drained);
    socket.onClose(this::closed);
  }

  @Override
  public void message(String text, int length) {
    if (socket.isClosed()) {
      return; // what comes behind a close counts no more, whoever the credential was of
    }
    reading.heard(length);
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
  public void control(int length) {
    reading.control(length);
  }

  @Override
  public void refused(CloseCode code, String reason) {
    if (code == CloseCode.TOO_BIG) {
      send(ServerFrame.error(new Fault(ErrorCode.PAYLOAD_TOO_LARGE, reason), NO_MARK));
    }
    socket.close(code, reason);
  }

  @Override
  public void write(Watcher watcher, Batch batch) {
    socket.send(batch.as(EventFrames.FORMAT));
    reading.regulate();
  }

  @Override
  public void gap(Watcher watcher, Gap gap) {
    send(ServerFrame.gap(watcher.session().id(), watcher.taskId(), gap));
  }

  @Override
  public void taskEnded(Watcher watcher, long seq) {
    if (state instanceof State.Ready ready) {
      String end = ready.conversation().taskEnded(watcher, seq);
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
    socket.close(fault);
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
    Fault why = new Fault(ErrorCode.SHUTTING_DOWN, ErrorCode.SHUTTING_DOWN.meaning());
    Future<Void> left =
        state instanceof State.Ready ready
            ? ready.conversation().leave()
            : Future.succeededFuture();
    return left.transform(done -> socket.close(why));
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  private void take(ClientFrame frame, String mark) {
    switch (state) {
      case State.Waiting() -> {
        switch (frame) {
          case ClientFrame.Hello hello -> settle(beginnings.client(hello, mark), mark);
          case ClientFrame.WorkerHello hello -> settle(beginnings.worker(hello, mark), mark);
          default ->
              refuse(
                  new Fault(ErrorCode.HANDSHAKE_REQUIRED, "the first frame must be a hello"), mark);
        }
      }
      case State.Settling() ->
          refuse(new Fault(ErrorCode.HANDSHAKE_REQUIRED, "hello is not answered yet"), mark);
      case State.Ready(Conversation conversation) -> answer(conversation, frame, mark);
    }
  }

  /** Nothing else is read until what begins was settled. */
  private void settle(Future<Beginnings.Beginning> beginning, String mark) {
    state = new State.Settling();
    reading.regulate();
    beginning
        .onSuccess(this::ready)
        .onFailure(failure -> {
          state = new State.Waiting();
          refuse(Fault.of(failure), mark);
          reading.regulate();
        });
  }

  private void ready(Beginnings.Beginning beginning) {
    if (socket.isClosed()) {
      beginning.conversation().close();
      return;
    }
    vertx.cancelTimer(handshakeTimer);
    slot.place().settle();
    slot.rest(beginning.access().proof());
    state = new State.Ready(beginning.conversation());
    send(beginning.ack());
    beginning.afterwards().run();
    socket.startHeartbeat(services.connectionConfig().heartbeatMs());
    reading.regulate();
  }

  private void answer(Conversation conversation, ClientFrame frame, String mark) {
    reading.taken();
    // A frame that is refused at once fails like one that is refused later, and gives its place
    // back.
    Future.succeededFuture()
        .compose(taken -> conversation.answer(frame, mark))
        .onSuccess(reply -> reply(reply))
        .onFailure(failure -> refuse(Fault.of(failure), mark))
        .onComplete(done -> reading.answered());
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
      Optional<CloseCode> close =
          fault.code() == ErrorCode.INVALID_SESSION_ID
              ? Optional.of(CloseCode.HELLO_REQUIRED)
              : fault.code().close();
      close.ifPresent(code -> socket.close(code, fault.code().wire()));
    }
  }

  private static void log(Fault fault, String mark) {
    if (fault.code() == ErrorCode.INTERNAL) {
      FrameLog.of(LOG.atError(), mark).setCause(fault.getCause()).log("a frame failed");
    } else if (fault.getCause() != null) {
      FrameLog.of(LOG.atWarn(), mark).log("a frame failed: {}", fault.detail());
    }
  }

  private void send(String text) {
    socket.send(text);
    pressure.wrote();
    reading.regulate();
  }

  private void drained() {
    pressure.drained();
    reading.regulate();
  }

  private void handshakeTimedOut() {
    if (!(state instanceof State.Ready)) {
      Fault fault =
          new Fault(
              ErrorCode.HANDSHAKE_TIMEOUT,
              "no hello was accepted within " + services.config().handshakeMs() + " ms");
      send(ServerFrame.error(fault, NO_MARK));
      socket.close(fault);
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
      ready.conversation().close();
    }
  }
}
