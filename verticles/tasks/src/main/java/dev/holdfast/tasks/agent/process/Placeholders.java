package dev.holdfast.tasks.agent.process;

import dev.holdfast.tasks.agent.AgentJob;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a program is told of its task: named values inside its arguments, and variables of its
 * environment.
 */
final class Placeholders {
  private static final Pattern NAME =
      Pattern.compile(
          "\\{(session_id|task_id|task|agent_preset|tool_preset|attempt|external_session_id"
              + "|max_turns)}");

  private Placeholders() {}

  /**
   * The argument with its placeholders replaced, once: a value that looks like a placeholder is
   * left as it is.
   */
  static String fill(String argument, AgentJob job, String externalSessionId) {
    Matcher matcher = NAME.matcher(argument);
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(value(found.group(1), job, externalSessionId)));
  }

  static Map<String, String> environment(AgentJob job) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOLDFAST_SESSION_ID", job.sessionId());
    variables.put("HOLDFAST_TASK_ID", job.taskId());
    variables.put("HOLDFAST_ATTEMPT", Integer.toString(job.attempt()));
    variables.put("HOLDFAST_AGENT_PRESET", orEmpty(job.agentPreset()));
    variables.put("HOLDFAST_TOOL_PRESET", orEmpty(job.toolPreset()));
    job.trace().ifPresent(trace -> variables.put("TRACEPARENT", trace.header()));
    variables.put(ProcessMarks.ATTEMPT, job.attemptMark());
    variables.put(ProcessMarks.POD, job.podMark());
    return variables;
  }

  private static String value(String name, AgentJob job, String externalSessionId) {
    return switch (name) {
      case "session_id" -> job.sessionId();
      case "task_id" -> job.taskId();
      // An argument cannot hold a NUL; the operating system would cut it there.
      case "task" -> job.input().replace("\0", "");
      case "agent_preset" -> orEmpty(job.agentPreset());
      case "tool_preset" -> orEmpty(job.toolPreset());
      case "external_session_id" -> externalSessionId;
      case "max_turns" -> job.maxTurns() == null ? "" : Long.toString(job.maxTurns());
      case "attempt" -> Integer.toString(job.attempt());
      default -> throw new IllegalStateException("the pattern names only these: " + name);
    };
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
