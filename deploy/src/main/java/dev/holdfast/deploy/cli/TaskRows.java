package dev.holdfast.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.deploy.cli.show.Plain;
import dev.holdfast.deploy.cli.show.Table;

/** Tasks as rows. */
final class TaskRows {
  private TaskRows() {}

  static Table table() {
    return new Table("TASK", "SESSION", "STATUS", "REASON", "DONE", "TOKENS", "AGENT", "CREATED");
  }

  static Table of(JsonNode task) {
    return add(table(), task);
  }

  static Table add(Table table, JsonNode task) {
    return table.row(
        Plain.of(task.path("task_id")),
        Plain.of(task.path("session_id")),
        Plain.of(task.path("status")),
        Plain.of(task.path("termination_reason")),
        of(task, "current_iteration", "total_iterations"),
        of(task, "tokens_used", "total_tokens"),
        Plain.of(task.path("agent")),
        Plain.of(task.path("created_at")));
  }

  private static String of(JsonNode task, String done, String expected) {
    long total = task.path(expected).asLong();
    return total > 0
        ? task.path(done).asLong() + "/" + total
        : Long.toString(task.path(done).asLong());
  }
}
