package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** What a client is told to send, and the bytes of frames. */
final class ProtocolSteps {
  private static final int BYTE = 0xFF;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int SHORT_MAX = 0xFFFF;
  private static final int MASKED = 0x80;
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;

  private ProtocolSteps() {}

  /** Bytes beneath the library. */
  static JsonObject raw(String hex) {
    return new JsonObject().put("do", "raw").put("hex", hex);
  }

  /** The same in pieces of so many bytes. */
  static JsonObject chopped(String hex, int size) {
    return raw(hex).put("chop", size);
  }

  /** A masked frame (RFC 6455, section 5.2) in hexadecimal; the mask is zero. */
  static String frame(boolean last, int reserved, int opcode, byte[] payload) {
    List<Integer> head = new ArrayList<>();
    head.add((last ? FINAL : 0) | (reserved << 4) | opcode);
    if (payload.length < LENGTH_16) {
      head.add(MASKED | payload.length);
    } else if (payload.length <= SHORT_MAX) {
      Collections.addAll(head, MASKED | LENGTH_16, payload.length >> 8, payload.length & BYTE);
    } else {
      head.add(MASKED | LENGTH_64);
      for (int shift = 56; shift >= 0; shift -= 8) {
        head.add((int) (((long) payload.length >> shift) & BYTE));
      }
    }
    Collections.addAll(head, 0, 0, 0, 0);
    StringBuilder hex = new StringBuilder();
    HexFormat format = HexFormat.of();
    head.forEach(each -> hex.append(format.toHexDigits(each.byteValue())));
    return hex.append(format.formatHex(payload)).toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static JsonObject ping(String hex) {
    return new JsonObject().put("do", "ping").put("hex", hex);
  }

  static JsonObject pong(String hex) {
    return new JsonObject().put("do", "pong").put("hex", hex);
  }

  static JsonObject binary(int size) {
    return new JsonObject().put("do", "binary").put("hex", "fe".repeat(size));
  }

  static JsonObject text(String... parts) {
    return new JsonObject().put("do", "text").put("parts", new JsonArray(List.of(parts)));
  }

  static JsonObject close(int code, String reason) {
    return new JsonObject().put("do", "close").put("code", code).put("reason", reason);
  }

  /** A ping frame of ours, filled with blanks to a size, sent by the library. */
  static JsonObject fill(String name, int size) {
    return new JsonObject().put("do", "fill").put("name", name).put("size", size);
  }

  /** The same beneath it. */
  static String filled(String name, int size) {
    String head = "{\"op\":\"ping\",\"request_id\":\"" + name + "\"";
    return frame(true, 0, TEXT, bytes(head + " ".repeat(size - head.length() - 1) + "}"));
  }

  static byte[] closePayload(int code, String reason) {
    byte[] text = bytes(reason);
    byte[] payload = new byte[2 + text.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, text.length);
    return payload;
  }
}
