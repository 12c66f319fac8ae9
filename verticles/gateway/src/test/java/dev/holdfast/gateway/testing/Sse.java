package dev.holdfast.gateway.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client of an event stream on a plain socket, so that every byte of the framing is seen. */
public final class Sse implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  public final String statusLine;
  public final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final StringBuilder body = new StringBuilder();
  private boolean ended;

  /**
   * One block of the stream.
   *
   * @param fields the last value of each field; comments under the empty name
   */
  public record Block(Map<String, String> fields) {
    public @Nullable String event() {
      return fields.get("event");
    }

    public @Nullable String id() {
      return fields.get("id");
    }

    public JsonObject data() {
      return new JsonObject(fields.getOrDefault("data", "{}"));
    }
  }

  public Sse(int port, String token, String path, String... headers) {
    this(port, token, path, headers, "Bearer ");
  }

  /** A stream that a ticket opens. */
  public static Sse withTicket(int port, String ticket, String path) {
    return new Sse(port, ticket, path, new String[0], "Ticket ");
  }

  private Sse(int port, String token, String path, String[] headers, String scheme) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(30_000);
      StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: test\r\n");
      request.append("Authorization: ").append(scheme).append(token).append("\r\n");
      for (int i = 0; i < headers.length; i += 2) {
        request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
      }
      OutputStream out = socket.getOutputStream();
      out.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      statusLine = line();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        this.headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next block that is not only a heartbeat; null at the end of the response. */
  public @Nullable Block next() {
    while (true) {
      Block block = any();
      if (block == null || !block.fields().equals(Map.of("", "heartbeat"))) {
        return block;
      }
    }
  }

  /** The next block, heartbeats too. */
  public @Nullable Block any() {
    int end = body.indexOf("\n\n");
    while (end < 0) {
      if (ended) {
        return null;
      }
      readChunk();
      end = body.indexOf("\n\n");
    }
    Map<String, String> fields = new TreeMap<>();
    for (String line : body.substring(0, end).split("\n", -1)) {
      int colon = line.indexOf(':');
      fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    body.delete(0, end + 2);
    return new Block(fields);
  }

  /** Only characters below 128 are sent in these tests, so that bytes and characters agree. */
  private void readChunk() {
    try {
      String size = line();
      int length = Integer.parseInt(size, 16);
      ended = length == 0;
      for (int i = 0; i < length; i++) {
        body.append((char) in.read());
      }
      line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the connection was closed");
    }
    return line;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
