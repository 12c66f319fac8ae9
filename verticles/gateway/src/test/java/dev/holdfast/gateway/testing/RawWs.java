package dev.holdfast.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket on a plain socket, which answers nothing by itself and may break the rules. */
public final class RawWs implements AutoCloseable {
  public static final int TEXT = 0x81;
  public static final int PING = 0x89;
  public static final int CLOSE = 0x88;

  private final Socket socket;
  private final DataInputStream in;

  /** One frame from the server. */
  public record Frame(int head, Buffer payload) {
    public String text() {
      return payload.toString();
    }

    public int closeCode() {
      assertThat(head).isEqualTo(CLOSE);
      return payload.getUnsignedShort(0);
    }
  }

  /** Opens a socket; no hello is sent. */
  public RawWs(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    in = new DataInputStream(socket.getInputStream());
    String request =
        """
        GET /ws HTTP/1.1
        Host: x
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 101 ");
  }

  /** The text of a hello. */
  public static String hello() {
    return "{\"op\":\"hello\",\"token\":\"" + Others.ADA_TOKEN + "\"}";
  }

  /** A masked text frame of less than 126 bytes; the mask is zero. */
  public static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(bytes).hasSizeLessThan(126);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) TEXT, (byte) (0x80 | bytes.length), 0, 0, 0, 0});
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  /** Sends all of it at once, so that it arrives together. */
  public void send(byte[]... frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      out.writeBytes(frame);
    }
    socket.getOutputStream().write(out.toByteArray());
    socket.getOutputStream().flush();
  }

  /** The next frame, waited for; of less than 65,536 bytes. */
  public Frame next() throws IOException {
    int head = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    return new Frame(head, Buffer.buffer(in.readNBytes(length)));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
