package dev.holdfast.loadtests.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of RFC 6455, section 5.2, as a client sends them: masked, with a mask of zeros. */
final class Frames {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int PING = 0x9;
  private static final int FINAL = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private Frames() {}

  static byte[] text(String text) {
    return whole(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] whole(int opcode, byte[] payload) {
    return frame(FINAL | opcode, payload.length, payload);
  }

  /** A part of a message that goes on. */
  static byte[] part(int opcode, byte[] payload) {
    return frame(opcode, payload.length, payload);
  }

  /** Marked as compressed, which was never agreed. */
  static byte[] compressed(byte[] payload) {
    return frame(FINAL | COMPRESSED | TEXT, payload.length, payload);
  }

  /** Says that so many bytes follow, and brings only these. */
  static byte[] announcing(long length, byte[] payload) {
    return frame(FINAL | TEXT, length, payload);
  }

  /** Without the mask that every client's frame must have. */
  static byte[] unmasked(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + payload.length)
        .put((byte) (FINAL | TEXT))
        .put((byte) payload.length)
        .put(payload)
        .array();
  }

  private static byte[] frame(int first, long length, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
    out.write(first);
    if (length < LENGTH_16) {
      out.write(MASKED | (int) length);
    } else if (length <= 0xFFFF) {
      out.write(MASKED | LENGTH_16);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      out.write(MASKED | LENGTH_64);
      out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    out.writeBytes(new byte[4]);
    out.writeBytes(payload);
    return out.toByteArray();
  }
}
