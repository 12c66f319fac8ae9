package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.session.InputAnswer;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.InputRecord;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
              data.getString("input_id", ""),
              data.getString("prompt", ""),
              data.getJsonArray("options", new JsonArray()),
              data.getJsonObject("detail")));
    } catch (DecodeException | ClassCastException unreadable) {
      return Optional.empty();
    }
  }

  static Asked of(InputRecord input) {
    return asked(
        input.inputId(),
        input.prompt(),
        new JsonArray(input.options()),
        input.detail() == null ? null : new JsonObject(input.detail()));
  }

  /**
   * The answer to a question; empty where the person declined.
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
      String any = choice ? options.getJsonObject(options.size() - 1).getString("id") : null;
      return Optional.of(new InputAnswer(input.inputId(), new Answer(any, text)));
    }
    return results.values().stream()
        .findFirst()
        .map(JsonObject::new)
        .filter(result -> "accept".equals(result.getValue(ACTION)))
        .map(result -> result.getValue("content"))
        .map(content -> content instanceof JsonObject form ? form.getValue(FIELD) : null)
        .map(String::valueOf)
        .map(text ->
            new InputAnswer(
                input.inputId(), choice ? new Answer(text, null) : new Answer(null, text)));
  }

  private static Asked asked(
      String inputId, String prompt, JsonArray options, @Nullable JsonObject detail) {
    Map<String, ClientRequest> requests = new LinkedHashMap<>();
    if (detail != null && detail.getValue("requests") instanceof JsonObject relayed) {
      for (String name : relayed.fieldNames()) {
        if (relayed.getValue(name) instanceof JsonObject request) {
          requests.put(
              name,
              new ClientRequest(
                  request.getString("method", ""),
                  request.getJsonObject("params", new JsonObject()).encode()));
        }
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
        ids.add(((JsonObject) option).getString("id"));
        labels.add(((JsonObject) option).getString("label"));
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
}
