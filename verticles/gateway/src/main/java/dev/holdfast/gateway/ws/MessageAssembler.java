package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Utf8;
import dev.holdfast.shared.error.CloseCode;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Puts text messages together from their frames (RFC 6455, section 5.4): bounded in bytes and in
 * fragments, checked to be UTF-8. After the first refusal it takes nothing more.
 */
final class MessageAssembler implements Handler<WebSocketFrame> {
  /** What becomes of the frames. */
  interface Receiver {
    /** A whole message of so many bytes. */
    void message(String text, int length);

    /** A ping or pong with so many bytes, to which an answer may have been written. */
    void control(int length);

    void refused(CloseCode code, String reason);
  }

  private final int bytesMax;
  private final int fragmentsMax;
  private final Receiver receiver;
  private @Nullable Buffer soFar;
  private int fragments;
  private boolean refused;

  MessageAssembler(WsConfig config, Receiver receiver) {
    this.bytesMax = config.frameBytesMax();
    this.fragmentsMax = config.fragmentsMax();
    this.receiver = receiver;
  }

  @Override
  public void handle(WebSocketFrame frame) {
    if (refused) {
      return;
    }
    switch (frame.type()) {
      case TEXT, CONTINUATION -> append(frame.binaryData(), frame.isFinal());
      case BINARY -> refuse(CloseCode.UNSUPPORTED_DATA, "text frames only");
      case PING, PONG -> receiver.control(frame.binaryData().length());
      case CLOSE -> {}
    }
  }

  private void append(Buffer part, boolean last) {
    Buffer whole = soFar == null ? part : soFar;
    if (soFar == null && !last) {
      whole = Buffer.buffer().appendBuffer(part); // a copy of an empty one does not grow
    } else if (soFar != null) {
      whole.appendBuffer(part);
    }
    fragments++;
    if (whole.length() > bytesMax || fragments > fragmentsMax) {
      soFar = null;
      refuse(
          CloseCode.TOO_BIG,
          "a message may have " + bytesMax + " bytes in " + fragmentsMax + " fragments");
    } else if (last) {
      soFar = null;
      fragments = 0;
      int length = whole.length();
      Utf8.decode(whole)
          .ifPresentOrElse(
              text -> receiver.message(text, length),
              () -> refuse(CloseCode.INVALID_DATA, "not UTF-8"));
    } else {
      soFar = whole;
    }
  }

  private void refuse(CloseCode code, String reason) {
    refused = true;
    receiver.refused(code, reason);
  }
}
