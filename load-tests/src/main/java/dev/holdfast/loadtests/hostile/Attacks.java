package dev.holdfast.loadtests.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/** Every attack, made for one host and one credential. */
public final class Attacks {
  private static final int MANY = 10_000;
  private static final int BOMB_BYTES = 61_000_000;
  private static final int FRAGMENTS = 1_100;
  private static final int MESSAGE_BYTES = 2_000_000;

  private final String host;
  private final String token;

  /**
   * @param host as it stands in the header of that name
   */
  public Attacks(String host, String token) {
    this.host = host;
    this.token = token;
  }

  /**
   * All of them. The waiting ones rest on a pod that waits only shortly: {@code
   * gateway.request_ms}.
   */
  public List<Attack> all() {
    byte[] bomb = Frames.compressed(bomb());
    byte[] half = Frames.announcing(1_000, "{\"op\":".getBytes(StandardCharsets.UTF_8));
    return List.of(
        Attack.frame("a compression bomb", bomb, 1002),
        Attack.request("10,000 arrays in a body", post("[".repeat(MANY)), 400),
        Attack.request("10,000 objects in a body", post("{\"a\":".repeat(MANY)), 400),
        Attack.request("a key twice in a body", post("{\"task\":\"a\",\"task\":\"b\"}"), 400),
        Attack.request("a body beyond the limit", announced(MESSAGE_BYTES), 413),
        Attack.request("a body that never comes", announced(100), 408, Attack.SILENCE),
        Attack.request(
            "a header beyond the limit", get("/api/tasks", "X: " + "x".repeat(MANY * 3)), 431),
        Attack.request("a URL beyond the limit", get("/api/tasks?q=" + "x".repeat(MANY), ""), 431),
        Attack.request("half a request", "GET /api/tasks HTTP/1.1\r\nHo", 408, Attack.SILENCE),
        Attack.request("no request at all", "\u0001\u0002\u0003\r\n\r\n", 400, Attack.SILENCE),
        Attack.request("wrong UTF-8 in a body", post("{\"task\":\"\u00C3(\"}"), 400),
        Attack.request("a foreign upgrade", upgradeOf("https://evil.example"), 403),
        Attack.frame("a frame of 1 TiB", Frames.announcing(1L << 40, new byte[10]), 1009, 1002),
        Attack.frame("a message beyond the limit", message(), 1009),
        Attack.frame("too many fragments", fragments(), 1009),
        Attack.frame("wrong UTF-8", Frames.whole(Frames.TEXT, bytes(0xC3, 0x28)), 1007),
        Attack.frame("a binary message", Frames.whole(Frames.BINARY, new byte[8]), 1003),
        Attack.frame("an unmasked frame", Frames.unmasked("{}"), 1002),
        Attack.frame("an unknown opcode", Frames.whole(0x5, new byte[1]), 1002),
        Attack.frame("a ping of 200 bytes", Frames.whole(Frames.PING, new byte[200]), 1002),
        Attack.frame("a continuation of nothing", Frames.whole(0, new byte[1]), 1002),
        Attack.frame("half a frame", half, 1001).cutShort(),
        Attack.request("half a body", announced(100), 408).cutShort());
  }

  private String get(String path, String header) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nAuthorization: Bearer "
        + token
        + (header.isEmpty() ? "" : "\r\n" + header)
        + "\r\n\r\n";
  }

  private String post(String body) {
    return "POST /api/tasks HTTP/1.1\r\nHost: "
        + host
        + "\r\nAuthorization: Bearer "
        + token
        + "\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private String announced(int length) {
    return "POST /api/tasks HTTP/1.1\r\nHost: "
        + host
        + "\r\nAuthorization: Bearer "
        + token
        + "\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n{";
  }

  private String upgradeOf(String origin) {
    String upgrade = new String(Attack.upgrade(host), StandardCharsets.ISO_8859_1);
    return upgrade.replaceFirst("\r\n", "\r\nOrigin: " + origin + "\r\n");
  }

  private static byte[] message() {
    byte[] part = new byte[MESSAGE_BYTES / 4];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Frames.part(Frames.TEXT, part));
    for (int i = 0; i < 3; i++) {
      out.writeBytes(Frames.part(Frames.CONTINUATION, part));
    }
    return out.toByteArray();
  }

  private static byte[] fragments() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Frames.part(Frames.TEXT, bytes(' ')));
    for (int i = 0; i < FRAGMENTS; i++) {
      out.writeBytes(Frames.part(Frames.CONTINUATION, bytes(' ')));
    }
    return out.toByteArray();
  }

  /** Some 61 KB that would be 61 MB. */
  private static byte[] bomb() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(new byte[BOMB_BYTES]);
      deflater.finish();
      byte[] out = new byte[BOMB_BYTES / 100];
      int length = deflater.deflate(out);
      return Arrays.copyOf(out, length);
    } finally {
      deflater.end();
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
