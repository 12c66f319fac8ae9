package dev.holdfast.deploy.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of the command {@code holdfast} as a process of its own. */
final class Command {
  private Command() {}

  /** What it came to; output and errors together. */
  record Ended(int exitCode, String output) {
    /** What stands behind a word at the beginning of a line. */
    String after(String word) {
      return output
          .lines()
          .filter(line -> line.startsWith(word + " "))
          .map(line -> line.substring(word.length() + 1))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + word + " in:\n" + output));
    }
  }

  /** Runs it to its end; the database is named by the environment, as an operator should. */
  static Ended run(Fleet fleet, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Fleet.javaHome().resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-Xmx64m", // as k8s/README.md has it beside a pod
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.holdfast.deploy.Main"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(Map.of("HOLDFAST_POSTGRES_URI", fleet.postgresUri()));
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Fleet.awaitExit(process);
      return new Ended(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
