package dev.holdfast.tasks.task;

import io.vertx.core.json.JsonObject;

/** The summary in what a finished task says. */
public final class SummaryTextCodec {
  private SummaryTextCodec() {}

  /**
   * The result's {@code text} where it has one, else what the agent delivered, else the result.
   *
   * @param result one JSON object as text
   * @param delivered what the agent said meanwhile; may be empty
   */
  public static String text(String result, String delivered) {
    if (new JsonObject(result).getValue("text") instanceof String text && !text.isBlank()) {
      return text;
    }
    return delivered.isEmpty() ? result : delivered;
  }
}
