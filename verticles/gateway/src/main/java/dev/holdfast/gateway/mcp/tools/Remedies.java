package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.util.Map;

/** What a caller can do about a refusal, in terms of tools. */
final class Remedies {
  private static final Map<ErrorCode, String> BY_CODE =
      Map.ofEntries(
          Map.entry(ErrorCode.PROJECT_UNBOUND, "Call set_project first."),
          Map.entry(
              ErrorCode.UNKNOWN_SESSION, "Call open_session and pass the session_id it answers."),
          Map.entry(ErrorCode.SESSION_ENDED, "Call open_session for another session."),
          Map.entry(ErrorCode.UNKNOWN_TASK, "list_tasks tells which tasks there are."),
          Map.entry(ErrorCode.UNKNOWN_PROJECT, "list_projects tells which projects there are."),
          Map.entry(ErrorCode.TASK_FINISHED, "get_task tells how it ended."),
          Map.entry(ErrorCode.VERSION_CONFLICT, "Call get_project, then set_project again."),
          Map.entry(ErrorCode.FORGED_PROJECT_KEY, "Leave project_key out, or call get_project."),
          Map.entry(ErrorCode.TOOL_NOT_ALLOWED, "Change the mode with set_project."),
          Map.entry(ErrorCode.QUEUE_FULL, "Wait for tasks of the session to end."));

  private Remedies() {}

  /** One text: what is wrong, and what to do about it where that is known. */
  static String text(Fault fault) {
    String remedy = BY_CODE.get(fault.code());
    String told = fault.code().wire() + ": " + fault.detail();
    if (remedy != null) {
      return told + ". " + remedy;
    }
    return fault.code().retryable() ? told + ". The same call may succeed later." : told;
  }
}
