package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;

/** The texts of what a caller of a tool is told; each carries the mark of the call. */
final class CallFrame {
  private CallFrame() {}

  /** The call is durable. */
  static String ack(String requestId, TaskRecord task, boolean joined) {
    return ServerFrame.reply(
        "call_tool_ack",
        requestId,
        out ->
            out.text("task_id", task.taskId())
                .text("session_id", task.session().id())
                .flag("replayed", joined));
  }

  /** How far the call is. */
  static String progress(String requestId, String taskId, TaskStatus status, Progress progress) {
    return JsonOut.object(out ->
        out.text("op", "call_tool_progress")
            .json("request_id", requestId)
            .text("task_id", taskId)
            .text("status", status.wire())
            .number("current_iteration", progress.currentIteration())
            .number("total_iterations", progress.totalIterations())
            .number("tokens_used", progress.tokensUsed())
            .number("total_tokens", progress.totalTokens()));
  }

  /** What the call came to. */
  static String result(String requestId, TaskRecord task) {
    boolean ok = task.status() == TaskStatus.COMPLETED;
    return JsonOut.object(out -> {
      out.text("op", "call_tool_res")
          .json("request_id", requestId)
          .flag("ok", ok)
          .text("task_id", task.taskId())
          .text("session_id", task.session().id())
          .text("status", task.status().wire())
          .json("result", task.result());
      if (ok) {
        out.json("error", null);
      } else {
        out.object(
            "error", error -> error.text("code", task.reason()).text("message", words(task)));
      }
    });
  }

  private static String words(TaskRecord task) {
    String error = task.error();
    return error == null ? "the call ended as " + task.status().wire() : error;
  }
}
