package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.connection.HardClose;
import dev.holdfast.gateway.connection.Unsent;
import dev.holdfast.shared.error.CloseCode;
import dev.holdfast.shared.error.Fault;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;

/** A WebSocket that can be written to and closed at any time, and is asked whether it lives. */
final class Socket {
  private static final int PONGS_MISSED_MAX = 3;
  private static final int REASON_BYTES_MAX = 120;

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private final SharedWrites shared;
  private final Channel channel;
  private boolean closing;
  private boolean reading = true;
  private int unanswered;
  private long heartbeat = -1;
  private final Unsent texts;
  private Runnable drained = () -> {};

  /**
   * @param channel what the socket writes to
   * @param writeQueueBytes with more of them unsent it is full
   */
  Socket(Vertx vertx, ServerWebSocket socket, Channel channel, int writeQueueBytes) {
    this.vertx = vertx;
    this.socket = socket;
    Context context = vertx.getOrCreateContext();
    this.shared =
        new SharedWrites(
            channel, channel.eventLoop(), () -> context.runOnContext(taken -> drainedUnlessFull()));
    this.channel = channel;
    this.texts = new Unsent(writeQueueBytes);
    texts.onDrain(this::drainedUnlessFull);
    socket.setWriteQueueMaxSize(writeQueueBytes);
  }

  /** Sets the handlers; nothing was read before this. */
  void open(WsConfig config, MessageAssembler.Receiver receiver) {
    socket.frameHandler(new MessageAssembler(config, receiver));
    socket.pongHandler(pong -> unanswered = 0);
    socket.exceptionHandler(this::broken);
  }

  void onDrain(Runnable handler) {
    drained = handler;
    socket.drainHandler(taken -> drainedUnlessFull()); // of the library's pongs too
  }

  void onClose(Runnable handler) {
    socket.closeHandler(closed -> {
      closing = true;
      vertx.cancelTimer(heartbeat);
      handler.run();
    });
  }

  /**
   * Pings from now on, and closes where no pong comes back for three intervals in which it is read:
   * where the socket is not read, nobody can tell whether one came.
   */
  void startHeartbeat(int intervalMs) {
    heartbeat =
        vertx.setPeriodic(
            intervalMs,
            tick -> {
              if (reading && unanswered++ >= PONGS_MISSED_MAX) {
                close(CloseCode.GOING_AWAY, "no pong");
              } else if (!closing) {
                socket.writePing(Buffer.buffer());
              }
            });
  }

  void send(String text) {
    if (!isClosed()) {
      texts.add(text.length(), socket.writeTextMessage(text));
    }
  }

  /** Sends frames that other sockets send too; never before what was sent earlier. */
  void send(EventFrames frames) {
    if (texts.isEmpty() && frames.finished().isReadable() && shared.isOpen()) {
      if (!isClosed()) {
        shared.write(frames.view());
      }
    } else {
      frames.texts().forEach(this::send);
    }
  }

  boolean isFull() {
    return !isClosed() && (shared.isFull() || texts.isFull() || socket.writeQueueFull());
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

  /** Closes because of a fault that ends connections; of one that does not it is a bug. */
  Future<Void> close(Fault fault) {
    return close(fault.code().close().orElse(CloseCode.INTERNAL_ERROR), fault.code().wire());
  }

  Future<Void> close(CloseCode code, String reason) {
    if (isClosed()) {
      return Future.succeededFuture();
    }
    closing = true;
    vertx.cancelTimer(heartbeat);
    String cut =
        reason.length() > REASON_BYTES_MAX ? reason.substring(0, REASON_BYTES_MAX) : reason;
    Future<Void> closed = socket.close((short) code.code(), cut);
    HardClose.soon(vertx, channel);
    return closed;
  }

  private void drainedUnlessFull() {
    if (!isClosed() && !isFull()) {
      drained.run();
    }
  }

  /**
   * The channel is closed as soon as this returns. What was written while frames of the same
   * segment were read is not flushed until they all are, and would be lost: the close among it.
   */
  private void broken(Throwable failure) {
    Optional<CloseCode> told =
        failure instanceof CorruptedWebSocketFrameException corrupted
            ? CloseCode.of(corrupted.closeStatus().code())
            : Optional.empty();
    close(told.orElse(CloseCode.PROTOCOL_ERROR), "protocol error");
    channel.flush();
  }
}
