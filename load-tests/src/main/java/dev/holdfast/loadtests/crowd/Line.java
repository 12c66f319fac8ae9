package dev.holdfast.loadtests.crowd;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One WebSocket of a client (RFC 6455) on a plain socket; of the crowd's thread. */
final class Line {
  private static final byte[] NOTHING = {};
  private static final int MASKED = 0x80;
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final String KEY = "Sec-WebSocket-Key: aG9sZGZhc3QtYmVuY2htYQ==\r\n";

  /** What a line's owner does with it. */
  interface Owner {
    /** The upgrade stands; at once where there is none. */
    void opened(Line line) throws IOException;

    /** A whole text frame. */
    void text(Line line, byte[] bytes, int from, int to) throws IOException;
  }

  private final Owner owner;
  private final SocketChannel channel;
  private byte[] left = NOTHING;
  private boolean open;

  /** Whatever the owner wants to remember of it. */
  final int place;

  final long begun = System.nanoTime();
  int messages;

  /** What a client of this dialect has to know to go on where it was; empty for nothing. */
  String position = "";

  boolean ready;

  private Line(Owner owner, SocketChannel channel, int place) {
    this.owner = owner;
    this.channel = channel;
    this.place = place;
  }

  /**
   * Connects and asks for the upgrade.
   *
   * @param path empty for no upgrade at all
   */
  static Line open(Owner owner, Selector selector, InetSocketAddress to, String path, int place)
      throws IOException {
    SocketChannel channel = SocketChannel.open(to);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    String upgrade =
        path.isEmpty()
            ? ""
            : "GET "
                + path
                + " HTTP/1.1\r\nHost: "
                + to.getHostString()
                + ":"
                + to.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + KEY
                + "Sec-WebSocket-Version: 13\r\n\r\n";
    Line line = new Line(owner, channel, place);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, line);
    if (upgrade.isEmpty()) {
      line.open = true;
      owner.opened(line);
    } else {
      line.write(ByteBuffer.wrap(upgrade.getBytes(StandardCharsets.ISO_8859_1)));
    }
    return line;
  }

  void send(String text) throws IOException {
    ByteBuffer frames = ByteBuffer.allocate(14 + text.length());
    put(frames, TEXT, text.getBytes(StandardCharsets.ISO_8859_1));
    write(frames.flip());
  }

  /** Several frames in one write. */
  void send(Iterable<String> texts, int bytes) throws IOException {
    ByteBuffer frames = ByteBuffer.allocate(bytes);
    for (String text : texts) {
      put(frames, TEXT, text.getBytes(StandardCharsets.ISO_8859_1));
    }
    write(frames.flip());
  }

  /** Takes what has come; the bytes are its to use until it returns. */
  void read(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int had = left.length;
    buffer.put(left);
    int read = channel.read(buffer);
    if (read < 0) {
      throw new EOFException("line " + place + " was closed");
    }
    int end = had + read;
    int at = open ? 0 : opening(bytes, end);
    if (open) {
      at = frames(bytes, at, end);
    }
    left = at == end ? NOTHING : Arrays.copyOfRange(bytes, at, end);
  }

  void close() throws IOException {
    channel.close();
  }

  /**
   * One of the messages that were missed: none is left out, none comes twice.
   *
   * @param first the number of the first that was missed
   */
  void resumed(int number, int first) {
    if (number != first + messages) {
      throw new IllegalStateException(
          "message " + number + " came in the place of " + (first + messages));
    }
    messages++;
  }

  private int opening(byte[] bytes, int end) throws IOException {
    String head = Stamp.ascii(bytes, 0, end);
    int over = head.indexOf("\r\n\r\n");
    if (over < 0) {
      return 0;
    }
    if (!head.startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade: " + head);
    }
    open = true;
    owner.opened(this);
    return over + 4;
  }

  /** Handles the whole frames. */
  private int frames(byte[] bytes, int from, int end) throws IOException {
    int at = from;
    while (end - at >= 2) {
      int length = bytes[at + 1] & 0x7F;
      int payload = at + 2;
      if (length == 126) {
        payload = at + 4;
        if (payload > end) {
          return at;
        }
        length = ((bytes[at + 2] & 0xFF) << 8) | (bytes[at + 3] & 0xFF);
      } else if (length == 127) {
        payload = at + 10;
        if (payload > end) {
          return at;
        }
        length = ByteBuffer.wrap(bytes, at + 6, 4).getInt();
      }
      if (payload + length > end) {
        return at;
      }
      frame(bytes, bytes[at] & 0x0F, payload, payload + length);
      at = payload + length;
    }
    return at;
  }

  private void frame(byte[] bytes, int kind, int from, int to) throws IOException {
    switch (kind) {
      case PING -> {
        ByteBuffer pong = ByteBuffer.allocate(140);
        put(pong, PONG, Arrays.copyOfRange(bytes, from, to));
        write(pong.flip());
      }
      case CLOSE ->
          throw new EOFException(
              "line " + place + " was closed: " + Stamp.ascii(bytes, Math.min(to, from + 2), to));
      default -> owner.text(this, bytes, from, to);
    }
  }

  /** Masked by zeros, which leaves the bytes as they are. */
  private static void put(ByteBuffer frames, int kind, byte[] payload) {
    frames.put((byte) (FINAL | kind));
    if (payload.length < 126) {
      frames.put((byte) (MASKED | payload.length));
    } else {
      frames.put((byte) (MASKED | 126)).putShort((short) payload.length);
    }
    frames.putInt(0).put(payload);
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) { // small, and few at a time
      if (channel.write(bytes) == 0) {
        Thread.onSpinWait();
      }
    }
  }
}
