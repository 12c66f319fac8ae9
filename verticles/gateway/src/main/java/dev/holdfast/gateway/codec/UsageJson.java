package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.SessionUsage;
import dev.holdfast.shared.message.TaskUsage;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.message.UsageReport;
import dev.holdfast.shared.message.UsageTotals;

/** What work used as every protocol shows it. */
public final class UsageJson {
  private UsageJson() {}

  /** Writes the totals of a task, its budget and its newest attempts. */
  public static void write(JsonOut out, TaskUsage task) {
    out.text("task_id", task.taskId()).text("session_id", task.sessionId());
    write(out, task.totals());
    budget(out, task.budget());
    out.objects("attempts_shown", task.attempts(), UsageJson::write);
  }

  /** Writes the totals of a session and its budget. */
  public static void write(JsonOut out, SessionUsage session) {
    out.text("session_id", session.sessionId());
    write(out, session.totals());
    budget(out, session.budget());
    ContextUse context = session.context();
    out.number("context_used", context == null ? null : Long.valueOf(context.used()))
        .number("context_size", context == null ? null : Long.valueOf(context.size()));
  }

  /** Writes the totals of a span and its days. */
  public static void write(JsonOut out, UsageReport report) {
    out.text("from", report.from()).text("to", report.to());
    write(out, report.totals());
    out.objects("days", report.days(), UsageJson::write);
  }

  /** Writes the object {@code budget}, null where there is no limit. */
  public static void budget(JsonOut out, Budget budget) {
    out.object(
        "budget",
        b ->
            b.number("tokens", budget.tokens())
                .number("cost_micros", budget.costMicros())
                .number("turns", budget.turns())
                .number("tool_calls", budget.toolCalls()));
  }

  private static void write(JsonOut out, TaskUsage.OfAttempt attempt) {
    out.number("attempt", attempt.number())
        .text("pod", attempt.pod())
        .text("started_at", attempt.startedAt())
        .text("ended_at", attempt.endedAt())
        .text("outcome", attempt.outcome())
        .number("run_ms", attempt.runMs())
        .number("input_ms", attempt.inputMs());
    write(out, attempt.usage());
  }

  private static void write(JsonOut out, UsageReport.Day day) {
    out.text("day", day.day()).text("agent", day.agent());
    write(out, day.totals());
  }

  private static void write(JsonOut out, UsageTotals totals) {
    out.number("tasks", totals.tasks())
        .number("attempts", totals.attempts())
        .number("run_ms", totals.runMs());
    write(out, totals.usage());
  }

  private static void write(JsonOut out, Usage usage) {
    out.number("tokens", usage.tokens())
        .number("input_tokens", usage.inputTokens())
        .number("output_tokens", usage.outputTokens())
        .number("cache_read_tokens", usage.cacheReadTokens())
        .number("cache_write_tokens", usage.cacheWriteTokens())
        .number("turns", usage.turns())
        .number("tool_calls", usage.toolCalls())
        .number("cost_micros", usage.costMicros());
  }
}
