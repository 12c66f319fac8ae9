package dev.holdfast.deploy.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.testing.LostHints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** {@code holdfast dev} as a process of its own, as the script runs it. */
final class DevRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path data;
  private final Process process;
  private final CompletableFuture<List<String>> output;
  private final CompletableFuture<List<String>> ready = new CompletableFuture<>();
  private final CompletableFuture<List<String>> errors;
  private final CompletableFuture<String> restarted = new CompletableFuture<>();

  private DevRun(Path data, Process process) {
    this.data = data;
    this.process = process;
    this.output = CompletableFuture.supplyAsync(this::readOutput, thread("output"));
    this.errors = CompletableFuture.supplyAsync(this::readErrors, thread("errors"));
  }

  static DevRun start(Path data, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("dev", "--data", data.toString()));
    if (!List.of(options).contains("--port")) {
      arguments.addAll(List.of("--port", "0"));
    }
    arguments.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(arguments));
    if (LostHints.wanted()) {
      builder.environment().put("HOLDFAST_SET", "bus.drop_all=true");
    }
    return new DevRun(data, builder.start());
  }

  /** Everything it printed up to and with the token, which is last. */
  List<String> awaitReady() {
    try {
      return ready.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new AssertionError("not ready; it said " + errors.join(), e);
    }
  }

  /** The lines it ended with on standard error; waits for its end. */
  List<String> awaitEnd(int exitCode) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    output.join();
    List<String> lines = errors.join();
    assertThat(process.exitValue()).as(String.join("\n", lines)).isEqualTo(exitCode);
    return lines;
  }

  /** Asks it to stop, as Ctrl-C and a service manager do. */
  DevRun terminate() {
    process.toHandle().destroy();
    return this;
  }

  /** Asks it to restart one pod; the ready line of that, once. */
  String restartNext() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-USR1", Long.toString(process.pid())).start().waitFor();
    return restarted.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  DevRun kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
    return this;
  }

  /** The process id in a pod's ready line. */
  static long pid(List<String> ready, int pod) {
    String line =
        ready.stream()
            .filter(l -> l.startsWith("pod " + pod + " ready "))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  static String token(List<String> ready) {
    return ready.getLast().substring("token ".length());
  }

  void awaitNoProcess() {
    Awaitility.await().atMost(PATIENCE).until(() -> processes(data).isEmpty());
  }

  /** Every process that works in the folder, or names it on its command line or as its program. */
  static List<String> processes(Path data) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> !isThisOne(process))
          .map(process -> describe(process))
          .filter(description -> description.contains(data.toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    processes(data).stream()
        .map(description -> Long.parseLong(description.substring(0, description.indexOf(' '))))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isThisOne(Path process) {
    return process.getFileName().toString().equals(Long.toString(ProcessHandle.current().pid()));
  }

  private static String describe(Path process) {
    return process.getFileName() + " " + link(process, "cwd") + " " + commandLine(process);
  }

  private static String link(Path process, String name) {
    try {
      return Files.readSymbolicLink(process.resolve(name)).toString();
    } catch (IOException e) {
      return ""; // gone meanwhile, or not ours to look at
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  private List<String> readOutput() {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (ready.isDone()) {
          restarted.complete(line);
        }
        if (line.startsWith("token ")) {
          ready.complete(List.copyOf(lines));
        }
      }
      ready.completeExceptionally(new IllegalStateException("ended before it was ready"));
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> readErrors() {
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static java.util.concurrent.Executor thread(String name) {
    return task -> Thread.ofPlatform().daemon().name(name).start(task);
  }
}
