package dev.holdfast.tasks.task;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.Question;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The options of a question as JSON, and which answers fit them. */
public final class QuestionCodec {
  private QuestionCodec() {}

  /** A JSON array of {@code {"id", "label"}}. */
  public static String options(Question question) {
    return array(question).encode();
  }

  static JsonArray array(Question question) {
    JsonArray options = new JsonArray();
    for (Question.Option option : question.options()) {
      options.add(new JsonObject().put("id", option.id()).put("label", option.label()));
    }
    return options;
  }

  /**
   * Refuses an answer that does not fit.
   *
   * @param options as {@link #options} wrote them
   * @throws Fault {@link ErrorCode#INVALID_FIELD} naming the choices
   */
  public static void requireValid(String options, Answer answer) {
    List<String> ids =
        new JsonArray(options)
            .stream().map(option -> ((JsonObject) option).getString("id")).toList();
    String chosen = answer.option();
    if (ids.isEmpty() && (chosen != null || answer.text() == null)) {
      throw new Fault(ErrorCode.INVALID_FIELD, "this question wants text, it has no options");
    }
    if (!ids.isEmpty() && (chosen == null || !ids.contains(chosen))) {
      throw new Fault(ErrorCode.INVALID_FIELD, "option must be one of " + String.join(", ", ids));
    }
  }
}
