package dev.holdfast.deploy.fleet;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** The example worker as its own operating system process. */
final class ExampleWorker implements AutoCloseable {
  private static final Path SCRIPT = Path.of("..", "examples", "worker", "worker.mjs");

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private ExampleWorker(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().start(this::read);
  }

  /** Starts it, and waits until its pod has taken it on; the test is skipped without node. */
  static ExampleWorker start(PodProcess pod, String key, String agent, int slots) {
    return start(pod.uri(), key, agent, slots);
  }

  /** The same on another way to the pod. */
  static ExampleWorker start(URI pod, String key, String agent, int slots) {
    ProcessBuilder builder =
        new ProcessBuilder(
                node(),
                "--no-warnings",
                "--experimental-websocket",
                SCRIPT.toString(),
                "--url",
                "ws" + pod.toString().substring(4) + "/ws",
                "--agent",
                agent,
                "--slots",
                Integer.toString(slots))
            .redirectErrorStream(true);
    builder.environment().put("HOLDFAST_WORKER_KEY", key);
    try {
      ExampleWorker worker = new ExampleWorker(builder.start());
      worker.await("connected ");
      return worker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The node program; the test is skipped where there is none. */
  static String node() {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path node = Path.of(folder, "node");
      if (Files.isExecutable(node)) {
        return node.toString();
      }
    }
    return Assumptions.abort("skipped: node is not installed");
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(output ended: " + e.getMessage() + ")");
    }
  }

  /** The first line that begins so, waited for. */
  String await(String beginning) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> told(beginning) || !process.isAlive());
    if (!told(beginning)) {
      throw new IllegalStateException("the worker ended: " + lines);
    }
    return lines.stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  /** How many lines begin so. */
  long count(String beginning) {
    return lines.stream().filter(line -> line.startsWith(beginning)).count();
  }

  boolean told(String beginning) {
    return lines.stream().anyMatch(line -> line.startsWith(beginning));
  }

  /** {@code SIGKILL}; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    Fleet.awaitExit(process);
  }

  /** {@code SIGTERM}; returns when the process is gone. */
  int terminate() {
    process.destroy();
    Fleet.awaitExit(process);
    return process.exitValue();
  }

  /** Sends a signal by its name, without {@code SIG}. */
  void signal(String name) {
    try {
      List<String> command = Arrays.asList("kill", "-" + name, Long.toString(process.pid()));
      Process sending = new ProcessBuilder(command).inheritIO().start();
      Fleet.awaitExit(sending);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
