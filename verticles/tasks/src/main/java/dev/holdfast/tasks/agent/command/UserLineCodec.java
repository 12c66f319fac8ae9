package dev.holdfast.tasks.agent.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What a user says as one JSON line, as coding agents read it on their standard input ({@code
 * --input-format stream-json} of Claude Code).
 */
final class UserLineCodec {
  private UserLineCodec() {}

  /** With its line end. */
  static String encode(String text) {
    JsonObject block = new JsonObject().put("type", "text").put("text", text);
    JsonObject message =
        new JsonObject().put("role", "user").put("content", new JsonArray().add(block));
    return new JsonObject().put("type", "user").put("message", message).encode() + "\n";
  }
}
