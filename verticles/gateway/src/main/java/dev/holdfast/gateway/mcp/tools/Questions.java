package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.InputRecord;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/**
 * Questions of agents towards clients: a form of one field, {@code answer}, which is a choice where
 * the question has options; or what another server wants of its client, as it is.
 */
public final class Questions {
  /** The method by which a client is asked to ask a person. */
  public static final String METHOD = "elicitation/create";

  /** A client that could not ask its person. */
  public static final String CANCELLED = "{\"action\":\"cancel\"}";

  private final TaskQueries tasks;

  public Questions(TaskQueries tasks) {
    this.tasks = tasks;
  }

  /** The question that an event tells of; empty where it tells of none. */
  public static Optional<Asked> of(Event event) {
    return event.type() == EventType.TASK_INPUT_REQUESTED
        ? QuestionJson.of(event)
        : Optional.empty();
  }

  /** The question that a task waits for, if it waits for one. */
  public Future<Optional<Asked>> open(TaskRecord task) {
    return switch (task.status()) {
      case WAITING_INPUT ->
          tasks
              .inputs(task.session().owner(), task.taskId())
              .map(inputs ->
                  inputs.inputs().stream()
                      .filter(InputRecord::open)
                      .findFirst()
                      .map(QuestionJson::of));
      case QUEUED, RUNNING, COMPLETED, FAILED, CANCELLED ->
          Future.succeededFuture(Optional.empty());
    };
  }

  /** Writes requests under their names, as {@code InputRequests} (SEP-2322). */
  public static void write(JsonOut out, Map<String, ClientRequest> requests) {
    requests.forEach((name, request) ->
        out.object(
            name, one -> one.text("method", request.method()).json("params", request.params())));
  }

  /**
   * Takes what the client answered; the rest of a question of several requests is asked again. A
   * person that declines what is no server's form ends the task while the question is open: nobody
   * else would answer it.
   *
   * @param inputId which question was asked
   * @param results by the names of its requests, each one JSON object as text
   */
  public Future<TaskRecord> answer(
      Principal principal, String taskId, String inputId, Map<String, String> results) {
    return tasks
        .inputs(principal, taskId)
        .compose(inputs ->
            inputs.inputs().stream()
                .filter(input -> input.inputId().equals(inputId))
                .findFirst()
                .map(input -> answer(principal, taskId, input, results))
                .orElseGet(() -> Future.failedFuture(noneOpen())));
  }

  private Future<TaskRecord> answer(
      Principal principal, String taskId, InputRecord input, Map<String, String> results) {
    return QuestionJson.answer(input, results)
        .map(answer -> tasks.answer(principal, taskId, answer))
        .orElseGet(() ->
            // Of a question that somebody answered meanwhile nothing is left to decline.
            input.open() ? tasks.cancel(principal, taskId) : tasks.get(principal, taskId));
  }

  /**
   * What a client answered to a request of another server's can never be taken: it counts as one
   * that the client could not fulfil, because no client answers a second time.
   *
   * @param name of the request
   * @return false where this was no such request
   */
  public Future<Boolean> giveUp(Principal principal, String taskId, String inputId, String name) {
    return tasks
        .inputs(principal, taskId)
        .compose(inputs ->
            inputs.inputs().stream()
                .filter(input -> input.inputId().equals(inputId) && input.open())
                .filter(input -> QuestionJson.of(input).relayed())
                .findFirst()
                .map(input -> answer(principal, taskId, input, Map.of(name, CANCELLED)).map(true))
                .orElseGet(() -> Future.succeededFuture(false)));
  }

  private static Fault noneOpen() {
    return new Fault(ErrorCode.NO_OPEN_QUESTION, ErrorCode.NO_OPEN_QUESTION.meaning());
  }
}
