package dev.holdfast.tasks.agent.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Fields of foreign JSON, of whatever type they turn out to be. */
final class StreamJson {
  private static final double MICROS = 1_000_000;

  private StreamJson() {}

  /** The text, or an empty one. */
  static String text(JsonObject json, String field) {
    return json.getValue(field) instanceof String text ? text : "";
  }

  /** The count, or 0. */
  static long count(JsonObject json, String field) {
    return json.getValue(field) instanceof Number number ? Math.max(0, number.longValue()) : 0;
  }

  /** An amount of money in millionths, or 0. */
  static long micros(JsonObject json, String field) {
    return json.getValue(field) instanceof Number number
        ? Math.max(0, Math.round(number.doubleValue() * MICROS))
        : 0;
  }

  /** The object, or an empty one. */
  static JsonObject object(JsonObject json, String field) {
    return json.getValue(field) instanceof JsonObject object ? object : new JsonObject();
  }

  /** The objects of an array, or none. */
  static List<JsonObject> objects(JsonObject json, String field) {
    return json.getValue(field) instanceof JsonArray array
        ? array.stream()
            .filter(item -> item instanceof JsonObject)
            .map(item -> (JsonObject) item)
            .toList()
        : List.of();
  }
}
