package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import dev.holdfast.shared.config.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An agent that is a program of its own and leaves a line in a file each time it is started. */
final class Outside implements AutoCloseable {
  private static final String KIND = "agents.outside.kind";
  private static final String COMMAND = "agents.outside.command";

  private final Stage stage;
  private final Path file;

  private Outside(Stage stage, Path file) {
    this.stage = stage;
    this.file = file;
  }

  /** Starts the pods anew with that agent, {@code outside}. */
  static Outside open(Stage stage) {
    try {
      Path file = Files.createTempFile("holdfast-effects", ".txt");
      stage
          .set(KIND, "command")
          .set(COMMAND, String.join(Settings.LIST_SEPARATOR, leaveLine(file)))
          .settle();
      return new Outside(stage, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A task for it. */
  static JsonObject task(String session, int maxAttempts) {
    return new JsonObject()
        .put("session_id", session)
        .put("agent", "outside")
        .put("task", "leave a line")
        .put("max_attempts", maxAttempts);
  }

  /** How many lines each task left. */
  Map<String, Integer> lines() {
    Map<String, Integer> lines = new HashMap<>();
    try {
      Files.readAllLines(file).forEach(line -> lines.merge(line.strip(), 1, Integer::sum));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  /** One short append by one write: lines of several processes never mix. */
  private static List<String> leaveLine(Path file) {
    return List.of("/bin/sh", "-c", "echo $HOLDFAST_TASK_ID >> " + file);
  }

  /** The next trial has pods without it. */
  @Override
  public void close() {
    stage.unset(KIND).unset(COMMAND);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
