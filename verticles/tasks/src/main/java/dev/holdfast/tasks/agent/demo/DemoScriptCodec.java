package dev.holdfast.tasks.agent.demo;

import dev.holdfast.shared.config.Suggestion;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The demo agent's input: a JSON object such as {@code
 * {"iterations":5,"tokens_per_iteration":60,"interval_ms":50}}, every field optional, or any other
 * text, which means 5 iterations of 60 tokens in about a second.
 */
final class DemoScriptCodec {
  private static final List<String> FIELDS =
      List.of(
          "iterations",
          "tokens_per_iteration",
          "interval_ms",
          "fail_at",
          "ask_at",
          "say",
          "cost_micros",
          "report_usage",
          "context_size");

  private DemoScriptCodec() {}

  static DemoScript parse(String input) {
    return input.stripLeading().startsWith("{")
        ? ofJson(object(input))
        : new DemoScript(5, 60, 200, 0, 0, "", 0, false, 0);
  }

  static String result(DemoScript script, long tokens) {
    return new JsonObject()
        .put("answer", "Counted to " + script.iterations())
        .put("iterations", script.iterations())
        .put("tokens_used", tokens)
        .encode();
  }

  private static DemoScript ofJson(JsonObject json) {
    for (String field : json.fieldNames()) {
      if (!FIELDS.contains(field)) {
        throw new Fault(
            ErrorCode.UNKNOWN_FIELD,
            "the demo agent does not know " + field + "; " + Suggestion.of(field, FIELDS));
      }
    }
    return new DemoScript(
        number(json, "iterations", 5),
        number(json, "tokens_per_iteration", 60),
        number(json, "interval_ms", 200),
        number(json, "fail_at", 0),
        number(json, "ask_at", 0),
        json.getValue("say") instanceof String text ? text : "",
        number(json, "cost_micros", 0),
        Boolean.TRUE.equals(json.getValue("report_usage")),
        number(json, "context_size", 0));
  }

  private static long number(JsonObject json, String field, long byDefault) {
    Object value = json.getValue(field);
    return switch (value) {
      case null -> byDefault;
      case Integer number -> number;
      case Long number -> number;
      default ->
          throw new Fault(ErrorCode.INVALID_FIELD, field + " must be a whole number: " + value);
    };
  }

  private static JsonObject object(String input) {
    try {
      return new JsonObject(input);
    } catch (DecodeException e) {
      throw new Fault(ErrorCode.BAD_JSON, "the demo agent's input is not a JSON object", e);
    }
  }
}
