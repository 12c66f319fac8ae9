package dev.holdfast.loadtests.stage;

import dev.holdfast.deploy.embedded.BinaryCache;
import dev.holdfast.deploy.embedded.EmbeddedRedis;
import dev.holdfast.deploy.process.Stopping;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Redis that can be stopped, frozen, flushed, started empty, and made to hold what is wanted. */
public final class RedisServer implements AutoCloseable {
  private final EmbeddedRedis.Plan plan;
  private EmbeddedRedis running;

  private RedisServer(EmbeddedRedis.Plan plan) {
    this.plan = plan;
    this.running = launch(plan);
  }

  static RedisServer open(BinaryCache programs, Path folder, String password) {
    return new RedisServer(
        new EmbeddedRedis.Plan(programs, folder, password, folder.resolve("redis.log")));
  }

  public int port() {
    return URI.create(running.uri()).getPort();
  }

  public boolean alive() {
    return running.process().isAlive();
  }

  /** {@code SIGTERM}. */
  public void stop() {
    running.stop();
  }

  /** {@code SIGSTOP}: connections stay, nothing answers. */
  public void freeze() {
    Stopping.signal(running.process().toHandle(), "STOP");
  }

  /** {@code SIGCONT}. */
  public void thaw() {
    Stopping.signal(running.process().toHandle(), "CONT");
  }

  /** Starts it again, empty and on another port. */
  public void restart() {
    running = launch(plan);
  }

  /** Everything it holds is gone. */
  public void flush() {
    command("FLUSHALL");
  }

  /** The names it holds. */
  public List<String> names() {
    return command("KEYS", "*");
  }

  /** The text under a name, or no element. */
  public List<String> get(String name) {
    return command("GET", name);
  }

  public void set(String name, String text) {
    command("SET", name, text, "EX", "3600");
  }

  /** Sends one command; a list answer as its elements, any other as one, null as none. */
  private List<String> command(String... words) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        OutputStream out = socket.getOutputStream();
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      socket.setSoTimeout(10_000);
      out.write(encoded("AUTH", plan.password()));
      out.write(encoded(words));
      out.flush();
      read(in);
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] encoded(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> read(InputStream in) throws IOException {
    String head = line(in);
    String rest = head.substring(1);
    return switch (head.charAt(0)) {
      case '-' -> throw new IOException("Redis answered " + head);
      case '$' -> text(in, Integer.parseInt(rest));
      case '*' -> list(in, Integer.parseInt(rest));
      default -> List.of(rest);
    };
  }

  private static List<String> text(InputStream in, int length) throws IOException {
    if (length < 0) {
      return List.of();
    }
    String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    line(in);
    return List.of(text);
  }

  private static List<String> list(InputStream in, int length) throws IOException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      all.addAll(read(in));
    }
    return all;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("Redis closed the connection");
      }
      if (next != '\r') {
        text.append((char) next);
      }
    }
    return text.toString();
  }

  private static EmbeddedRedis launch(EmbeddedRedis.Plan plan) {
    try {
      return EmbeddedRedis.start(plan, () -> false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    thaw();
    stop();
  }
}
