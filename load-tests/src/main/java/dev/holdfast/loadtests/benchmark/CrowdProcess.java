package dev.holdfast.loadtests.benchmark;

import dev.holdfast.loadtests.crowd.Wanted;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** A crowd in a process of its own, and the processor time of the server it talks to. */
final class CrowdProcess implements AutoCloseable {
  private static final String PROGRAM = "dev.holdfast.loadtests.crowd.Crowd";

  private final String name;
  private final Process process;
  private final Writer asks;
  private final BufferedReader answers;
  private final LongSupplier serverCpu;

  private CrowdProcess(String name, Process process, LongSupplier serverCpu) {
    this.name = name;
    this.process = process;
    this.asks = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.serverCpu = serverCpu;
  }

  static CrowdProcess start(String name, Wanted wanted, LongSupplier serverCpu) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PROGRAM)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CrowdProcess crowd = new CrowdProcess(name, process, serverCpu);
    crowd.tell(wanted.json().encode());
    return crowd;
  }

  String name() {
    return name;
  }

  /** Opens so many watchers more. */
  Sample open(int watchers, int atOnce) throws IOException {
    return ask("open " + watchers + " " + atOnce);
  }

  void publisher() throws IOException {
    ask("publisher");
  }

  void shut() throws IOException {
    ask("shut");
  }

  /** Bursts at a steady pace. */
  Contestant paced(int perSecond, int burst) {
    return contestant("paced " + perSecond + " " + burst);
  }

  /** So many bursts on their way at any time. */
  Contestant closed(int atOnce, int burst) {
    return contestant("closed " + atOnce + " " + burst);
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

  /** One command; every delivery that it awaits has come, or it fails. */
  Sample ask(String command) throws IOException {
    long before = serverCpu.getAsLong();
    tell(command);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the crowd of " + name + " ended");
    }
    JsonObject told = new JsonObject(answer);
    if (told.getLong("missing") != 0) {
      throw new IllegalStateException(name + ": deliveries missing: " + answer);
    }
    return new Sample(
        told.getLong("operations"),
        told.getLong("nanos"),
        0,
        serverCpu.getAsLong() - before,
        told.getDouble("p50_us"),
        told.getDouble("p99_us"));
  }

  private void tell(String line) throws IOException {
    asks.write(line + "\n");
    asks.flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
