package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.mcp.tools.Asked;
import dev.holdfast.gateway.mcp.tools.OperatorTools;
import dev.holdfast.gateway.mcp.tools.Questions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TerminationReason;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The extension {@code io.modelcontextprotocol/tasks} (SEP-2663) on our tasks. A tool that failed
 * is a completed task whose result is an error; {@code failed} is what kept the tool from an
 * answer.
 */
final class ModernTasks {
  private static final String TASK_ID = "taskId";
  private static final int TASK_ID_MAX = 200;
  private static final long POLL_MS = 1_000;

  private final TaskQueries tasks;
  private final Questions questions;

  ModernTasks(TaskQueries tasks) {
    this.tasks = tasks;
    this.questions = new Questions(tasks);
  }

  /** The answer to a call that is a task now. */
  static McpAnswer created(RpcMessage.Request request, TaskRecord task) {
    return ModernResult.task(request.id(), out -> write(out, task));
  }

  Future<McpAnswer> get(Principal principal, RpcMessage.Request request) {
    return detailed(principal, id(request))
        .map(members -> ModernResult.complete(request.id(), members));
  }

  /** The members that say how a task stands, with its outcome or what it waits for. */
  Future<Consumer<JsonOut>> detailed(Principal principal, String taskId) {
    return task(principal, taskId)
        .compose(task ->
            questions
                .open(task)
                .map(open ->
                    out -> {
                      write(out, task);
                      outcome(task, open).accept(out);
                    }));
  }

  /** Every event of a task from a position on, until it has ended (draft SEP-2694). */
  Future<McpAnswer> stream(Exchange exchange, RpcMessage.Request request) {
    Long given = request.params().numberOrNull("after", 0, Long.MAX_VALUE);
    exchange.place().take();
    return task(exchange.principal(), request)
        .map(task ->
            new McpAnswer.Following(
                task.session(),
                task.taskId(),
                given == null ? 0 : given,
                false,
                true,
                new EventStory(request.id(), task.taskId())));
  }

  /** Asks for its end; one that has ended stays as it ended. */
  Future<McpAnswer> cancel(Principal principal, RpcMessage.Request request) {
    return task(principal, request)
        .compose(task ->
            task.status().terminal()
                ? Future.succeededFuture(task)
                : tasks
                    .cancel(principal, task.taskId())
                    .recover(failure -> finished(failure, task)))
        .map(task -> ModernResult.complete(request.id(), out -> {}));
  }

  /** Takes answers; such as are for no open question are let pass. */
  Future<McpAnswer> update(Principal principal, RpcMessage.Request request) {
    Rounds rounds = Rounds.of(principal, request.method(), List.of(), request.params());
    return task(principal, request)
        .compose(task -> answered(task, rounds))
        .map(task -> ModernResult.complete(request.id(), out -> {}));
  }

  /** Gives what the client answered to the open question of a task. */
  Future<TaskRecord> answered(TaskRecord task, Rounds rounds) {
    return questions
        .open(task)
        .compose(open ->
            open.map(asked -> answer(task.session().owner(), task, asked, rounds))
                .orElseGet(() -> Future.succeededFuture(task)));
  }

  private Future<TaskRecord> answer(
      Principal principal, TaskRecord task, Asked asked, Rounds rounds) {
    Map<String, String> answers = rounds.answers(asked.requests());
    return answers.isEmpty()
        ? Future.succeededFuture(task)
        : questions.answer(principal, task.taskId(), asked.inputId(), answers);
  }

  private Future<TaskRecord> task(Principal principal, RpcMessage.Request request) {
    return task(principal, id(request));
  }

  private static String id(RpcMessage.Request request) {
    return request.params().text(TASK_ID, 1, TASK_ID_MAX);
  }

  /** A task of the principal's; what is somebody else's is no task. */
  Future<TaskRecord> task(Principal principal, String taskId) {
    return tasks
        .get(principal, taskId)
        .recover(failure ->
            failure instanceof Fault fault && fault.code() == ErrorCode.UNKNOWN_TASK
                ? Future.failedFuture(RpcRefusal.answered(RpcCode.INVALID_PARAMS, "no such task"))
                : Future.failedFuture(failure));
  }

  /** It ended while its end was asked for. */
  private static Future<TaskRecord> finished(Throwable failure, TaskRecord task) {
    return failure instanceof Fault fault && fault.code() == ErrorCode.TASK_FINISHED
        ? Future.succeededFuture(task)
        : Future.failedFuture(failure);
  }

  private static void write(JsonOut out, TaskRecord task) {
    String updated = task.finishedAt() != null ? task.finishedAt() : task.startedAt();
    out.text(TASK_ID, task.taskId())
        .text("status", status(task))
        .text("statusMessage", message(task))
        .text("createdAt", task.createdAt())
        .text("lastUpdatedAt", updated == null ? task.createdAt() : updated)
        .json("ttlMs", null)
        .number("pollIntervalMs", POLL_MS);
  }

  private static Consumer<JsonOut> outcome(TaskRecord task, Optional<Asked> open) {
    return out -> {
      switch (status(task)) {
        case "completed" -> out.object("result", OperatorTools.result(task)::write);
        case "failed" ->
            out.object(
                "error",
                error ->
                    error
                        .number("code", (long) RpcCode.INTERNAL_ERROR.number())
                        .text("message", message(task)));
        default ->
            open.ifPresent(asked ->
                out.object("inputRequests", all -> Questions.write(all, asked.requests())));
      }
    };
  }

  private static String status(TaskRecord task) {
    return switch (task.status()) {
      case QUEUED, RUNNING -> "working";
      case WAITING_INPUT -> "input_required";
      case COMPLETED -> "completed";
      case CANCELLED -> "cancelled";
      case FAILED -> isTools(task) ? "completed" : "failed";
    };
  }

  private static boolean isTools(TaskRecord task) {
    return TerminationReason.AGENT_ERROR.wire().equals(task.reason());
  }

  private static String message(TaskRecord task) {
    String reason = task.reason();
    if (reason == null) {
      return task.status().wire();
    }
    return task.error() == null ? reason : reason + ": " + task.error();
  }
}
