package dev.holdfast.deploy.cli.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One event of a session's log.
 *
 * @param seq its number, from 1, without a gap
 * @param event all of it
 */
public record Happening(long seq, JsonNode event) {
  public String type() {
    return event.path("type").asText();
  }

  public JsonNode data() {
    return event.path("data");
  }
}
