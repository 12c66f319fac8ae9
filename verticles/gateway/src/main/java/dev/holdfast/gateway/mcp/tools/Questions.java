package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.session.InputAnswer;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.InputRecord;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Questions of agents as elicitations: a form of one field, {@code answer}, which is a choice where
 * the question has options.
 */
public final class Questions {
  /** The method by which a client is asked. */
  public static final String METHOD = "elicitation/create";

  private static final String FIELD = "answer";
  private static final int TEXT_MAX = 65_536;
  private static final int NAME_MAX = 64;

  private final TaskQueries tasks;

  public Questions(TaskQueries tasks) {
    this.tasks = tasks;
  }

  /** The question that a task waits for, if it waits for one. */
  public Future<Optional<InputRecord>> open(TaskRecord task) {
    return switch (task.status()) {
      case WAITING_INPUT ->
          tasks
              .inputs(task.session().owner(), task.taskId())
              .map(inputs -> inputs.inputs().stream().filter(InputRecord::open).findFirst());
      case QUEUED, RUNNING, COMPLETED, FAILED, CANCELLED ->
          Future.succeededFuture(Optional.empty());
    };
  }

  /**
   * Writes the parameters of the elicitation.
   *
   * @param options a JSON array of {@code {"id", "label"}} as text
   */
  public static void write(JsonOut out, String prompt, String options) {
    List<String> ids = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Fields option :
        EntryFields.objects(StrictJson.object("{\"options\":" + options + "}"), "options")) {
      ids.add(option.text("id", 0, Integer.MAX_VALUE));
      labels.add(option.text("label", 0, Integer.MAX_VALUE));
    }
    out.text("message", prompt)
        .object(
            "requestedSchema",
            schema ->
                schema
                    .text("type", "object")
                    .object(
                        "properties", fields -> fields.object(FIELD, f -> field(f, ids, labels)))
                    .texts("required", List.of(FIELD)));
  }

  /** The options in the data of an event that tells of a question, as text. */
  public static String options(Fields data) {
    List<String> options =
        EntryFields.objects(data, "options").stream()
            .map(option ->
                JsonOut.object(out ->
                    out.text("id", option.text("id", 0, Integer.MAX_VALUE))
                        .text("label", option.text("label", 0, Integer.MAX_VALUE))))
            .toList();
    return "[" + String.join(",", options) + "]";
  }

  /**
   * Takes what the client answered. A person that declines, or whose client could not ask, ends the
   * task while the question is open: nobody else would answer it.
   *
   * @param inputId which question was asked
   * @param result of the elicitation
   */
  public Future<TaskRecord> answer(
      Principal principal, String taskId, String inputId, Fields result) {
    Fields content = result.objectOrNull("content");
    if (!"accept".equals(result.textOrNull("action", 0, NAME_MAX)) || content == null) {
      return declined(principal, taskId, inputId);
    }
    String text = content.text(FIELD, 1, TEXT_MAX);
    return tasks
        .inputs(principal, taskId)
        .compose(inputs -> {
          boolean choice =
              inputs.inputs().stream()
                  .anyMatch(
                      input -> input.inputId().equals(inputId) && !input.options().equals("[]"));
          return tasks.answer(
              principal,
              taskId,
              new InputAnswer(inputId, choice ? new Answer(text, null) : new Answer(null, text)));
        });
  }

  /** Of a question that somebody answered meanwhile nothing is left to decline. */
  private Future<TaskRecord> declined(Principal principal, String taskId, String inputId) {
    return tasks
        .inputs(principal, taskId)
        .compose(inputs ->
            inputs.inputs().stream()
                    .anyMatch(input -> input.open() && input.inputId().equals(inputId))
                ? tasks.cancel(principal, taskId)
                : tasks.get(principal, taskId));
  }

  private static void field(JsonOut out, List<String> ids, List<String> labels) {
    out.text("type", "string").text("title", "Answer");
    if (!ids.isEmpty()) {
      out.texts("enum", ids).texts("enumNames", labels);
    }
  }
}
