package dev.holdfast.deploy.fleet;

import dev.holdfast.shared.testing.LostHints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One pod as its own operating system process. */
public final class PodProcess {
  /** What the heap of a pod may grow to where nothing else is said, in MiB. */
  public static final int HEAP_MEGABYTES = 384;

  private static final int LINES_TOLD = 60;

  /**
   * A system property of the suite: pods that live for seconds are compiled once only, which halves
   * the processor time of their start. Never for a measurement.
   */
  private static final String QUICK_START = "holdfast.test.quick_start";

  private final String name;
  private final Process process;
  private final CompletableFuture<URI> ready = new CompletableFuture<>();
  private final ConcurrentLinkedDeque<String> lines = new ConcurrentLinkedDeque<>();

  private PodProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    // Not a virtual one: reading from a process holds on to its carrier, of which there are few.
    Thread.ofPlatform().daemon().start(this::read);
  }

  public static PodProcess launch(String name, Map<String, String> settings) {
    return launch(name, settings, HEAP_MEGABYTES);
  }

  /**
   * Starts it; {@link #awaitReady} waits for it.
   *
   * @param heapMegabytes what its heap may grow to, in MiB
   */
  public static PodProcess launch(String name, Map<String, String> settings, int heapMegabytes) {
    return launch(name, settings, heapMegabytes, List.of());
  }

  /**
   * The same by another program, to which its command is given.
   *
   * @param launcher becomes the pod, so that its process is the same
   */
  public static PodProcess launchBy(
      List<String> launcher, String name, Map<String, String> settings, int heapMegabytes) {
    return launch(launcher, name, settings, heapMegabytes, List.of());
  }

  static PodProcess launch(
      String name, Map<String, String> settings, int heapMegabytes, List<String> javaOptions) {
    return launch(List.of(), name, settings, heapMegabytes, javaOptions);
  }

  private static PodProcess launch(
      List<String> launcher,
      String name,
      Map<String, String> settings,
      int heapMegabytes,
      List<String> javaOptions) {
    List<String> command = new ArrayList<>(launcher);
    command.add(Fleet.javaHome().resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heapMegabytes + "m",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"));
    if (Boolean.getBoolean(QUICK_START)) {
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    }
    command.addAll(javaOptions);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.holdfast.deploy.Main", "pod"));
    if (LostHints.wanted()) {
      command.addAll(List.of("--set", "bus.drop_all=true"));
    }
    settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    try {
      return new PodProcess(name, new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (line.startsWith("ready http")) {
          ready.complete(URI.create(line.split(" ", -1)[1]));
        }
      }
    } catch (IOException e) {
      lines.add("(output ended: " + e.getMessage() + ")");
    }
    ready.completeExceptionally(
        new IllegalStateException(name + " ended before it was ready:\n" + log()));
  }

  public void awaitReady() {
    try {
      ready.get(90, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(name + " is not ready:\n" + log(), e);
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /** Where it is reached, for example {@code http://127.0.0.1:41234}. */
  public URI uri() {
    return ready.getNow(URI.create("http://127.0.0.1:1"));
  }

  /** The end of what it printed. */
  public String log() {
    List<String> all = List.copyOf(lines);
    return String.join("\n", all.subList(Math.max(0, all.size() - LINES_TOLD), all.size()));
  }

  /** Everything it printed so far. */
  public String output() {
    return String.join("\n", lines);
  }

  /** {@code SIGKILL}; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    Fleet.awaitExit(process);
  }

  /** Sends a signal by its name, without {@code SIG}. */
  void signal(String name) {
    try {
      Process sending =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      Fleet.awaitExit(sending);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code SIGTERM}; returns at once. */
  public void ask() {
    process.destroy();
  }

  /**
   * {@code SIGTERM}; returns when the process is gone.
   *
   * @return its exit code
   */
  public int terminate() {
    process.destroy();
    Fleet.awaitExit(process);
    return process.exitValue();
  }
}
