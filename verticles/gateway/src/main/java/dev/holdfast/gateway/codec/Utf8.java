package dev.holdfast.gateway.codec;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decodes bytes from a client; a replacement character is never put where bytes were wrong. */
public final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /** The text, or nothing where the bytes are not UTF-8. */
  public static Optional<String> decode(Buffer buffer) {
    byte[] bytes = buffer.getBytes();
    String text = new String(bytes, StandardCharsets.UTF_8);
    // Without a replacement character nothing was replaced; with one only a decoder can tell.
    return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : strictly(bytes);
  }

  private static Optional<String> strictly(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
