package dev.holdfast.tasks.agent;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What an agent tells of a tool call, as the one JSON object of an output event {@code tool}. */
public final class ToolNewsCodec {
  private static final int CHARS_MAX = 16_384;

  private ToolNewsCodec() {}

  /**
   * The object.
   *
   * @param callId the agent's own id of the call
   * @param name the tool's name or a title; null where the agent does not repeat it
   * @param status {@code pending}, {@code in_progress}, {@code completed} or {@code failed}; null
   *     where the agent does not repeat it
   * @param input any JSON value
   * @param output any JSON value
   * @return with input and output only where the whole is not too long; else {@code truncated}
   */
  public static String encode(
      String callId,
      @Nullable String name,
      @Nullable String status,
      @Nullable Object input,
      @Nullable Object output) {
    String whole = head(callId, name, status).put("input", input).put("output", output).encode();
    return whole.length() <= CHARS_MAX
        ? whole
        : head(callId, name, status).put("truncated", true).encode();
  }

  private static JsonObject head(String callId, @Nullable String name, @Nullable String status) {
    return new JsonObject()
        .put("tool_call_id", cut(callId))
        .put("name", name == null ? null : cut(name))
        .put("status", status);
  }

  private static String cut(String text) {
    return text.length() <= 500 ? text : text.substring(0, 500);
  }
}
