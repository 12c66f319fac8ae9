package dev.holdfast.shared.bus;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.shared.message.Hint;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Hints between pods as JSON, never Java serialisation. */
final class HintCodec implements MessageCodec<Hint, Hint> {
  static final String NAME = "holdfast-hint";

  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public void encodeToWire(Buffer buffer, Hint hint) {
    try {
      byte[] json = mapper.writerFor(Hint.class).writeValueAsBytes(hint);
      buffer.appendInt(json.length).appendBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Hint decodeFromWire(int position, Buffer buffer) {
    int length = buffer.getInt(position);
    byte[] json = buffer.getBytes(position + Integer.BYTES, position + Integer.BYTES + length);
    try {
      return mapper.readValue(json, Hint.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Hint transform(Hint hint) {
    return hint;
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
