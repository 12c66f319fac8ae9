package dev.holdfast.deploy.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A person at a shell who uses the command {@code holdfast} with the pods' addresses and a token.
 */
final class Shell {
  private final Map<String, String> environment;

  Shell(String token, PodProcess... pods) {
    this.environment =
        Map.of(
            "HOLDFAST_TOKEN",
            token,
            "HOLDFAST_URL",
            String.join(",", List.of(pods).stream().map(pod -> pod.uri().toString()).toList()));
  }

  /** What a command that ended said. */
  record Ended(int exitCode, String output, String errors) {}

  /** A command that goes on. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Running(Process process) {
      this.process = process;
      Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
      try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
        }
      } catch (IOException e) {
        lines.add("(cut)");
      }
    }

    List<String> lines() {
      return List.copyOf(lines);
    }

    @Override
    public void close() {
      process.destroyForcibly();
      Fleet.awaitExit(process);
    }
  }

  Ended run(String... arguments) {
    try {
      Process process = start(arguments);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      Fleet.awaitExit(process);
      return new Ended(process.exitValue(), output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be closed. */
  Running follow(String... arguments) {
    try {
      return new Running(start(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Fleet.javaHome().resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.holdfast.deploy.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
