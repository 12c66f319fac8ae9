package dev.holdfast.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.deploy.cli.api.Api;
import dev.holdfast.deploy.cli.api.CliExit;
import dev.holdfast.deploy.cli.api.EventTail;
import dev.holdfast.deploy.cli.api.Happening;
import dev.holdfast.deploy.cli.api.Query;
import dev.holdfast.deploy.cli.show.Progress;
import dev.holdfast.deploy.cli.show.Screen;
import java.time.Duration;

/** Follows a task's events, from the first on, until it has ended. */
final class Watch {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Api api;
  private final Screen screen;
  private Progress progress = Progress.NONE;

  Watch(Api api, Screen screen) {
    this.api = api;
    this.screen = screen;
  }

  /**
   * Prints what happens, and the task at its end.
   *
   * @return 0 where it was completed
   */
  int toEnd(String taskId) {
    String stream = new Query("/api/tasks/%s/events", taskId).path();
    new EventTail(api, stream, 0, PATIENCE).follow(this::happened);
    JsonNode task = api.get(new Query("/api/tasks/%s", taskId).path());
    screen.show(task, TaskRows.of(task));
    return task.path("status").asText().equals("completed") ? 0 : CliExit.NOT_COMPLETED;
  }

  private boolean happened(Happening event) {
    if (event.type().equals("task.progress")) {
      progress = progress.with(event.data());
    }
    screen.show(event.event(), EventLine.of(event));
    screen.bar(progress.bar());
    return true;
  }
}
