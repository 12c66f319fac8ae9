package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a task that was a call came to, as the result of that call. */
final class ToolResultJson {
  private ToolResultJson() {}

  /**
   * The result of a task that has ended. Content that a server's tool answered goes through as it
   * is; any other result is told as text and as an object.
   */
  static ToolResult of(TaskRecord task) {
    return switch (task.status()) {
      case COMPLETED -> completed(task);
      case FAILED, CANCELLED ->
          ToolResult.failed(
              task.reason() + (task.error() == null ? "" : ": " + task.error()) + told(task));
      case QUEUED, RUNNING, WAITING_INPUT -> ToolResult.failed("not finished" + told(task));
    };
  }

  private static ToolResult completed(TaskRecord task) {
    String result = task.result();
    if (result == null) {
      return ToolResult.of("{}");
    }
    JsonObject json = new JsonObject(result);
    if (json.getValue("content") instanceof JsonArray content && isBlocks(content)) {
      JsonObject structured =
          json.getValue("structuredContent") instanceof JsonObject object ? object : null;
      return new ToolResult(
          content.encode(), structured == null ? null : structured.encode(), false);
    }
    return ToolResult.of(result);
  }

  private static boolean isBlocks(JsonArray content) {
    return !content.isEmpty()
        && content.stream()
            .allMatch(block -> block instanceof JsonObject json && json.containsKey("type"));
  }

  private static String told(TaskRecord task) {
    return " (task " + task.taskId() + ")";
  }
}
