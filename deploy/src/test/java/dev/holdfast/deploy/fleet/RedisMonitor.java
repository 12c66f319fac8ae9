package dev.holdfast.deploy.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every command that a Redis is sent while this is open, from whoever, with its arguments. */
final class RedisMonitor implements AutoCloseable {
  private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
  private final Socket socket;

  private RedisMonitor(Socket socket, BufferedReader in) {
    this.socket = socket;
    Thread.ofVirtual().start(() -> read(in));
  }

  static RedisMonitor open(String uri) {
    URI redis = URI.create(uri);
    try {
      Socket socket = new Socket(redis.getHost(), redis.getPort());
      socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String answer = in.readLine();
      if (!"+OK".equals(answer)) {
        throw new IllegalStateException("Redis answered " + answer);
      }
      return new RedisMonitor(socket, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> commands() {
    return List.copyOf(commands);
  }

  private void read(BufferedReader in) {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        commands.add(line);
      }
    } catch (IOException e) {
      commands.add("(closed)");
    }
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
