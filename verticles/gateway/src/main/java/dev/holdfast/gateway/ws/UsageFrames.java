package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.session.BudgetRequest;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.ws.FrameReader.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the frames about what work used; members as HTTP has them. */
final class UsageFrames {
  private static final String SESSION_ID = "session_id";
  private static final int WORD_MAX = 64;

  private UsageFrames() {}

  static void addTo(Map<String, Kind> kinds) {
    kinds.put(
        "get_task_usage",
        new Kind(
            List.of("task_id"), each -> new ClientFrame.GetTaskUsage(FrameReader.taskId(each))));
    kinds.put(
        "get_usage",
        new Kind(
            List.of(SESSION_ID), each -> new ClientFrame.GetUsage(TaskRequest.sessionId(each))));
    kinds.put(
        "set_budget",
        new Kind(
            Stream.concat(Stream.of(SESSION_ID), BudgetRequest.FIELDS.stream()).toList(),
            each ->
                new ClientFrame.SetBudget(TaskRequest.sessionId(each), BudgetRequest.read(each))));
    kinds.put(
        "report_usage",
        new Kind(
            List.of("from", "to", "of"),
            each ->
                new ClientFrame.ReportUsage(
                    each.textOrNull("from", 0, WORD_MAX),
                    each.textOrNull("to", 0, WORD_MAX),
                    each.textOrNull("of", 0, WORD_MAX))));
  }
}
