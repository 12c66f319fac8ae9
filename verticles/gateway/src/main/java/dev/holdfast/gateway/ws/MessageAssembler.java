package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Utf8;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Puts text messages together from their frames (RFC 6455, section 5.4): bounded in bytes and in
 * fragments, checked to be UTF-8. After the first refusal it takes nothing more.
 */
final class MessageAssembler implements Handler<WebSocketFrame> {
  static final short BINARY_REFUSED = 1003;
  static final short NOT_UTF8 = 1007;
  static final short TOO_LARGE = 1009;

  /** What becomes of the frames. */
  interface Receiver {
    void message(String text);

    void refused(short closeCode, String reason);
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
      case BINARY -> refuse(BINARY_REFUSED, "text frames only");
      case CLOSE, PING, PONG -> {}
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
          TOO_LARGE, "a message may have " + bytesMax + " bytes in " + fragmentsMax + " fragments");
    } else if (last) {
      soFar = null;
      fragments = 0;
      Utf8.decode(whole).ifPresentOrElse(receiver::message, () -> refuse(NOT_UTF8, "not UTF-8"));
    } else {
      soFar = whole;
    }
  }

  private void refuse(short closeCode, String reason) {
    refused = true;
    receiver.refused(closeCode, reason);
  }
}
