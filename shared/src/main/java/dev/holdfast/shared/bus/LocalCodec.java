package dev.holdfast.shared.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands an immutable record over by reference; refuses to leave the process. */
final class LocalCodec implements MessageCodec<Object, Object> {
  static final String NAME = "holdfast-local";

  @Override
  public void encodeToWire(Buffer buffer, Object message) {
    throw new IllegalStateException("not for other pods: " + message.getClass().getName());
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    throw new IllegalStateException("not from other pods");
  }

  @Override
  public Object transform(Object message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
