package dev.holdfast.gateway.ws;

import dev.holdfast.shared.error.Fault;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** A WebSocket that can be written to and closed at any time, and is asked whether it lives. */
final class Socket {
  private static final int PONGS_MISSED_MAX = 3;
  private static final short GOING_AWAY = 1001;
  private static final short PROTOCOL_ERROR = 1002;
  private static final int REASON_BYTES_MAX = 120;

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private final Runnable flush;
  private boolean closing;
  private boolean reading = true;
  private int unanswered;
  private long heartbeat = -1;

  /**
   * @param flush puts on its way what was written
   */
  Socket(Vertx vertx, ServerWebSocket socket, Runnable flush) {
    this.vertx = vertx;
    this.socket = socket;
    this.flush = flush;
  }

  /** Sets the handlers; nothing was read before this. */
  void open(WsConfig config, int writeQueueBytes, MessageAssembler.Receiver receiver) {
    socket.setWriteQueueMaxSize(writeQueueBytes);
    socket.frameHandler(new MessageAssembler(config, receiver));
    socket.pongHandler(pong -> unanswered = 0);
    socket.exceptionHandler(this::broken);
  }

  void onDrain(Runnable handler) {
    socket.drainHandler(drained -> handler.run());
  }

  void onClose(Runnable handler) {
    socket.closeHandler(closed -> {
      closing = true;
      vertx.cancelTimer(heartbeat);
      handler.run();
    });
  }

  /** Pings from now on, and closes where no pong comes back for three intervals. */
  void startHeartbeat(int intervalMs) {
    heartbeat =
        vertx.setPeriodic(
            intervalMs,
            tick -> {
              if (unanswered++ >= PONGS_MISSED_MAX) {
                close(GOING_AWAY, "no pong");
              } else if (!closing) {
                socket.writePing(Buffer.buffer());
              }
            });
  }

  void send(String text) {
    if (!isClosed()) {
      socket.writeTextMessage(text);
    }
  }

  boolean isFull() {
    return !isClosed() && socket.writeQueueFull();
  }

  boolean isClosed() {
    return closing || socket.isClosed();
  }

  /** Reads on or stops reading; what the client sends meanwhile waits in its own buffers. */
  void read(boolean on) {
    if (on != reading && !isClosed()) {
      reading = on;
      if (on) {
        socket.resume();
      } else {
        socket.pause();
      }
    }
  }

  Future<Void> close(Fault fault, int closeCode) {
    return close((short) closeCode, fault.code().wire());
  }

  Future<Void> close(short closeCode, String reason) {
    if (isClosed()) {
      return Future.succeededFuture();
    }
    closing = true;
    vertx.cancelTimer(heartbeat);
    String cut =
        reason.length() > REASON_BYTES_MAX ? reason.substring(0, REASON_BYTES_MAX) : reason;
    return socket.close(closeCode, cut);
  }

  /**
   * When this returns the connection is cut. Where frames that were right came with the wrong one,
   * what was written since is not on its way yet, the close among it.
   */
  private void broken(Throwable failure) {
    close(
        failure instanceof CorruptedWebSocketFrameException corrupted
            ? (short) corrupted.closeStatus().code()
            : PROTOCOL_ERROR,
        "protocol error");
    flush.run();
  }
}
