package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.session.InputAnswer;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.InputRecord;
import dev.holdfast.shared.message.Question;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Questions of agents as requests to clients, and what clients answer, as JSON. */
final class QuestionJson {
  private static final String FIELD = "answer";
  private static final String ACTION = "action";

  private QuestionJson() {}

  /** The question that an event tells of; empty where it cannot be read. */
  static Optional<Asked> of(Event event) {
    try {
      JsonObject data = new JsonObject(event.data());
      return Optional.of(
          asked(
              text(data, "input_id"),
              text(data, "prompt"),
              data.getValue("options") instanceof JsonArray options ? options : new JsonArray(),
              object(data, "detail")));
    } catch (DecodeException unreadable) {
      return Optional.empty();
    }
  }

  static Asked of(InputRecord input) {
    return asked(
        input.inputId(),
        input.prompt(),
        new JsonArray(input.options()),
        input.detail() == null ? new JsonObject() : new JsonObject(input.detail()));
  }

  /**
   * The answer to a question; empty where the person declined. Refuses one that is longer than any
   * other answer may be.
   *
   * @param results by name, each one JSON object as text
   */
  static Optional<InputAnswer> answer(InputRecord input, Map<String, String> results) {
    JsonArray options = new JsonArray(input.options());
    boolean choice = !options.isEmpty();
    if (of(input).relayed()) {
      JsonObject responses = new JsonObject();
      results.forEach((name, result) -> responses.put(name, new JsonObject(result)));
      String text = new JsonObject().put("responses", responses).encode();
      // Beside such a text an option says nothing, but one has to be chosen where there are some.
      return Optional.of(
          InputAnswer.of(input.inputId(), new Answer(choice ? Question.DECLINE : null, text)));
    }
    return results.values().stream()
        .findFirst()
        .map(JsonObject::new)
        .filter(result -> "accept".equals(result.getValue(ACTION)))
        .map(result -> result.getValue("content"))
        .map(content -> content instanceof JsonObject form ? form.getValue(FIELD) : null)
        .map(String::valueOf)
        .map(text ->
            InputAnswer.of(
                input.inputId(), choice ? new Answer(text, null) : new Answer(null, text)));
  }

  private static Asked asked(String inputId, String prompt, JsonArray options, JsonObject detail) {
    Map<String, ClientRequest> requests = new LinkedHashMap<>();
    JsonObject relayed = object(detail, Question.RELAYED);
    for (String name : relayed.fieldNames()) {
      JsonObject request = object(relayed, name);
      if (!text(request, "method").isEmpty()) {
        requests.put(
            name, new ClientRequest(text(request, "method"), object(request, "params").encode()));
      }
    }
    if (!requests.isEmpty()) {
      return new Asked(inputId, true, requests);
    }
    requests.put(inputId, new ClientRequest(Questions.METHOD, form(prompt, options)));
    return new Asked(inputId, false, requests);
  }

  /** A form of one field, which is a choice where the question has options. */
  private static String form(String prompt, JsonArray options) {
    JsonObject field = new JsonObject().put("type", "string").put("title", "Answer");
    if (!options.isEmpty()) {
      JsonArray ids = new JsonArray();
      JsonArray labels = new JsonArray();
      for (Object option : options) {
        if (option instanceof JsonObject one) {
          ids.add(text(one, "id"));
          labels.add(text(one, "label"));
        }
      }
      field.put("enum", ids).put("enumNames", labels);
    }
    return new JsonObject()
        .put("message", prompt)
        .put(
            "requestedSchema",
            new JsonObject()
                .put("type", "object")
                .put("properties", new JsonObject().put(FIELD, field))
                .put("required", new JsonArray().add(FIELD)))
        .encode();
  }

  /** What is something else counts as absent: details are others' words. */
  private static String text(JsonObject json, String name) {
    return json.getValue(name) instanceof String text ? text : "";
  }

  private static JsonObject object(JsonObject json, String name) {
    return json.getValue(name) instanceof JsonObject object ? object : new JsonObject();
  }
}
