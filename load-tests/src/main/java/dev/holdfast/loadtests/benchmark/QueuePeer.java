package dev.holdfast.loadtests.benchmark;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A job queue from npm, in a node process of its own that submits and works off: {@code
 * peers/queues.mjs}.
 */
final class QueuePeer implements AutoCloseable {
  private static final Path SOURCES = Path.of("load-tests", "peers");
  private static final Path HOME = Path.of("load-tests", "target", "queue-peers");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "queues.mjs");

  private final String name;
  private final Process process;
  private final Writer asks;
  private final BufferedReader answers;
  private final LongSupplier storeCpu;

  private QueuePeer(String name, Process process, LongSupplier storeCpu) {
    this.name = name;
    this.process = process;
    this.asks = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.storeCpu = storeCpu;
  }

  /** Puts the packages in place, as they are locked. */
  static void install() throws IOException, InterruptedException {
    NpmPackages.install(SOURCES, HOME, FILES);
  }

  /**
   * Starts one.
   *
   * @param kind as {@code queues.mjs} knows it
   * @param storeCpu processor time of the store that it works on
   */
  static QueuePeer start(String name, String kind, String url, int keys, LongSupplier storeCpu)
      throws IOException {
    Process process =
        new ProcessBuilder("node", "queues.mjs", kind, url, Integer.toString(keys))
            .directory(HOME.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new QueuePeer(name, process, storeCpu);
  }

  /** Callers in a closed loop, each waiting until its job is complete. */
  Contestant closed(int callers) {
    return contestant("closed " + callers);
  }

  /** So many jobs a second; judged by the start of their handler. */
  Contestant paced(int perSecond) {
    return contestant("paced " + perSecond);
  }

  private Contestant contestant(String load) {
    return new Contestant() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Sample measure(long millis) throws IOException {
        return ask(load + " " + millis);
      }
    };
  }

  private Sample ask(String line) throws IOException {
    long store = storeCpu.getAsLong();
    asks.write(line + "\n");
    asks.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(name + " ended");
    }
    JsonObject told = new JsonObject(answer);
    return new Sample(
        told.getLong("jobs"),
        told.getLong("nanos"),
        0,
        told.getLong("cpu_nanos") + storeCpu.getAsLong() - store,
        told.getDouble("p50_us"),
        told.getDouble("p99_us"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
