package dev.holdfast.deploy.cli.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One event of a session's log, or a hole in it where events were trimmed.
 *
 * @param seq its number, from 1; of a hole the last one in it
 * @param type for example {@code task.progress}, or {@code gap}
 * @param event all of it; of a hole {@code from}, {@code to} and {@code reason}
 */
public record Happening(long seq, String type, JsonNode event) {
  private static final String GAP = "gap";

  static Happening of(SseMessages.Message message, JsonNode data) {
    String number = message.event().equals(GAP) ? "to" : "seq";
    return new Happening(data.path(number).asLong(), message.event(), data);
  }

  public boolean isGap() {
    return type.equals(GAP);
  }

  public JsonNode data() {
    return event.path("data");
  }
}
