package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.OnDependencyFailure;
import dev.holdfast.shared.message.OnParentEnd;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.message.SummaryEventCodec;
import dev.holdfast.shared.message.TaskAccount;
import dev.holdfast.shared.message.TaskDependencies;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskParent;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimings;
import dev.holdfast.shared.trace.TraceParent;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.AttemptContext;
import dev.holdfast.tasks.task.AttemptTerms;
import dev.holdfast.tasks.task.LostAttempt;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the task table as what they mean. */
final class TaskRows {
  private static final DateTimeFormatter RFC_3339_MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  /** The purpose of a task that writes its session's summary. */
  private static final String SUMMARY = "summary";

  private TaskRows() {}

  static TaskRecord task(Row row) {
    return new TaskRecord(
        row.getString("task_id"),
        session(row),
        row.getString("input"),
        row.getString("agent"),
        row.getString("agent_preset"),
        row.getString("tool_preset"),
        TaskStatus.ofWire(row.getString("status")),
        progress(row),
        row.getInteger("attempt"),
        row.getInteger("max_attempts"),
        row.getString("pod"),
        utc(row.getOffsetDateTime("created_at")),
        utcOrNull(row.getOffsetDateTime("started_at")),
        utcOrNull(row.getOffsetDateTime("finished_at")),
        utcOrNull(row.getOffsetDateTime("cancel_requested_at")),
        row.getString("termination_reason"),
        row.getString("error"),
        row.getString("result"),
        row.getLong("last_seq"),
        account(row),
        new TaskPlan(row.getInteger("priority"), retry(row), parent(row), dependencies(row)),
        row.getBoolean("dead_letter"),
        row.getString("requeued_from"));
  }

  private static TaskAccount account(Row row) {
    return new TaskAccount(
        new TaskLimits(
            row.getString("task_type"), UsageRows.budget(row), row.getBoolean("accepts_partial")),
        row.getLong("turns_max"),
        timings(row),
        row.getString("correlation_id"),
        row.getString("purpose"));
  }

  /** Of a row that has the times of a task. */
  static TaskTimings timings(Row row) {
    OffsetDateTime started = row.getOffsetDateTime("started_at");
    return new TaskTimings(
        started == null
            ? null
            : Long.valueOf(
                Duration.between(row.getOffsetDateTime("created_at"), started).toMillis()),
        row.getLong("run_total_ms"),
        row.getLong("input_total_ms"));
  }

  static Attempt attempt(Row row, long leaseToken) {
    return new Attempt(
        session(row),
        leaseToken,
        row.getLong("task_no"),
        row.getString("task_id"),
        row.getInteger("attempt"),
        row.getString("input"),
        row.getString("agent"),
        row.getString("agent_preset"),
        row.getString("tool_preset"),
        row.getOffsetDateTime("cancel_requested_at") != null,
        row.getInteger("run_ms"),
        row.getInteger("stall_ms"),
        new AttemptTerms(
            UsageRows.budget(row),
            row.getBoolean("accepts_partial"),
            row.getLong("turns_max"),
            row.getBoolean("turns_raised"),
            row.getString("correlation_id")),
        row.getInteger("max_attempts"),
        retry(row),
        context(row),
        TraceParent.parse(row.getString("traceparent")));
  }

  private static AttemptContext context(Row row) {
    String carried = row.getString("carried");
    return new AttemptContext(
        SUMMARY.equals(row.getString("purpose")),
        carried == null ? null : SummaryEventCodec.decode(carried));
  }

  private static @Nullable Retry retry(Row row) {
    Integer backoffMs = row.getInteger("retry_ms");
    return backoffMs == null ? null : new Retry(backoffMs, row.getInteger("retry_ms_max"));
  }

  private static @Nullable TaskParent parent(Row row) {
    String taskId = row.getString("parent_task_id");
    return taskId == null
        ? null
        : new TaskParent(taskId, OnParentEnd.ofWire(row.getString("on_parent_end")));
  }

  /** What has ended waits for nothing. */
  private static TaskDependencies dependencies(Row row) {
    String[] on = row.getArrayOfStrings("depends_on");
    if (on == null) {
      return TaskDependencies.NONE;
    }
    String[] open = row.getArrayOfStrings("waiting_for");
    boolean over = TaskStatus.ofWire(row.getString("status")).terminal();
    return new TaskDependencies(
        List.of(on),
        OnDependencyFailure.ofWire(row.getString("on_dependency_failure")),
        over || open == null ? List.of() : List.of(open));
  }

  static LostAttempt lost(Row row) {
    return new LostAttempt(
        row.getLong("task_no"),
        row.getString("task_id"),
        row.getInteger("attempt"),
        row.getInteger("max_attempts"),
        row.getOffsetDateTime("cancel_requested_at") != null,
        row.getBoolean("rolls_back"),
        row.getLong("attempt_from_seq"),
        progress(row),
        row.getString("correlation_id"),
        row.getString("pod"));
  }

  private static SessionRef session(Row row) {
    return new SessionRef(
        row.getLong("session_no"),
        new Principal(row.getString("tenant"), row.getString("principal")),
        row.getString("session_id"));
  }

  private static Progress progress(Row row) {
    return new Progress(
        row.getLong("current_iteration"),
        row.getLong("total_iterations"),
        row.getLong("tokens_used"),
        row.getLong("total_tokens"));
  }

  static String utc(OffsetDateTime time) {
    return RFC_3339_MICROS.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }

  static @Nullable String utcOrNull(@Nullable OffsetDateTime time) {
    return time == null ? null : utc(time);
  }
}
