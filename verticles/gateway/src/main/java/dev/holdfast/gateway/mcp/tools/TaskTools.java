package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.InputJson;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.TaskJson;
import dev.holdfast.gateway.session.InputAnswer;
import dev.holdfast.gateway.session.Submission;
import dev.holdfast.gateway.session.TaskMessage;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tasks: submitted, shown, cancelled, and what their agents ask. */
final class TaskTools {
  private static final String TASK_ID = "task_id";
  private static final String KEY = "idempotency_key";
  private static final int KEY_MAX = 200;
  private static final int TASK_ID_MAX = 200;
  private static final int STATUS_MAX = 64;
  private static final List<String> SUBMIT =
      Stream.concat(TaskRequest.FIELDS.stream(), Stream.of(KEY)).toList();
  private static final List<String> LIST =
      List.of(
          ToolSessions.FIELD, "all_sessions", "status", "active", "dead_letter", "limit", "before");

  private final ToolSessions which;
  private final Submission submission;
  private final TaskQueries tasks;

  TaskTools(ToolSessions which, Submission submission, TaskQueries tasks) {
    this.which = which;
    this.submission = submission;
    this.tasks = tasks;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "submit_task", this::submit,
        "get_task", this::get,
        "list_tasks", this::list,
        "cancel_task", this::cancel,
        "list_questions", this::questions,
        "answer", this::answer,
        "send_message", this::send);
  }

  private Future<String> submit(ToolCaller caller, Fields arguments) {
    TaskRequest request = TaskRequest.read(arguments.allow(SUBMIT));
    String key = arguments.textOrNull(KEY, 1, KEY_MAX);
    return which
        .of(caller, arguments)
        .compose(session -> submitted(caller, request.in(session.id()), key))
        .map(TaskTools::shown);
  }

  private Future<TaskRecord> submitted(
      ToolCaller caller, TaskRequest request, @Nullable String key) {
    Idempotency idempotency = key == null ? null : request.idempotency(key, null);
    return submission
        .prepare(caller.principal(), request, null, idempotency, caller.correlationId())
        .compose(prepared -> submission.complete(prepared, Claim.ANYONE, caller.trace()))
        .map(submitted -> submitted.task());
  }

  private Future<String> get(ToolCaller caller, Fields arguments) {
    arguments.allow(List.of(TASK_ID));
    return tasks.get(caller.principal(), taskId(arguments)).map(TaskTools::shown);
  }

  private Future<String> cancel(ToolCaller caller, Fields arguments) {
    arguments.allow(List.of(TASK_ID));
    return tasks.cancel(caller.principal(), taskId(arguments)).map(TaskTools::shown);
  }

  private Future<String> questions(ToolCaller caller, Fields arguments) {
    arguments.allow(List.of(TASK_ID));
    return tasks
        .inputs(caller.principal(), taskId(arguments))
        .map(inputs -> JsonOut.object(out -> InputJson.write(out, inputs)));
  }

  private Future<String> answer(ToolCaller caller, Fields arguments) {
    arguments.allow(Stream.concat(InputAnswer.FIELDS.stream(), Stream.of(TASK_ID)).toList());
    return tasks
        .answer(caller.principal(), taskId(arguments), InputAnswer.read(arguments))
        .map(TaskTools::shown);
  }

  private Future<String> send(ToolCaller caller, Fields arguments) {
    arguments.allow(Stream.concat(TaskMessage.FIELDS.stream(), Stream.of(TASK_ID)).toList());
    return tasks
        .send(caller.principal(), taskId(arguments), TaskMessage.read(arguments))
        .map(TaskTools::shown);
  }

  private Future<String> list(ToolCaller caller, Fields arguments) {
    arguments.allow(LIST);
    return session(caller, arguments)
        .compose(session ->
            tasks.list(
                new ListTasks(
                    caller.principal(),
                    session.map(SessionRef::number).orElse(null),
                    TaskQueries.status(
                        arguments.textOrNull("status", 0, STATUS_MAX), ErrorCode.INVALID_FIELD),
                    arguments.numberOrNull("before", 1, Long.MAX_VALUE),
                    limit(arguments),
                    TaskQueries.filter(
                        EntryFields.flag(arguments, "active", false),
                        EntryFields.flag(arguments, "dead_letter", false),
                        TaskQueries.status(
                            arguments.textOrNull("status", 0, STATUS_MAX), ErrorCode.INVALID_FIELD),
                        ErrorCode.INVALID_FIELD))))
        .map(page -> JsonOut.object(out -> TaskJson.write(out, page)));
  }

  /** Empty where those of all sessions are wanted. */
  private Future<Optional<SessionRef>> session(ToolCaller caller, Fields arguments) {
    return EntryFields.flag(arguments, "all_sessions", false)
        ? Future.succeededFuture(Optional.empty())
        : which.of(caller, arguments).map(Optional::of);
  }

  private static int limit(Fields arguments) {
    Long limit = arguments.numberOrNull("limit", 1, TaskQueries.PAGE_MAX);
    return limit == null ? TaskQueries.PAGE_DEFAULT : limit.intValue();
  }

  private static String taskId(Fields arguments) {
    return arguments.text(TASK_ID, 1, TASK_ID_MAX);
  }

  private static String shown(TaskRecord task) {
    return JsonOut.object(out -> TaskJson.write(out, task));
  }
}
