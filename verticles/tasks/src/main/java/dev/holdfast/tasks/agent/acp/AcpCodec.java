package dev.holdfast.tasks.agent.acp;

import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.jsonrpc.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parameters and results of the protocol, version 1, as JSON. */
final class AcpCodec {
  static final int VERSION = 1;
  private static final int DETAIL_CHARS_MAX = 16_384;

  private AcpCodec() {}

  /** No file system and no terminal are offered. */
  static String initialize() {
    return new JsonObject()
        .put("protocolVersion", VERSION)
        .put(
            "clientCapabilities",
            new JsonObject()
                .put("fs", new JsonObject().put("readTextFile", false).put("writeTextFile", false))
                .put("terminal", false))
        .put(
            "clientInfo",
            new JsonObject().put("name", "holdfast").put("title", "Holdfast").put("version", "1"))
        .encode();
  }

  /** The version the agent wants to speak; 0 where it names none. */
  static int version(String initialized) {
    return new JsonObject(initialized).getValue("protocolVersion") instanceof Number version
        ? version.intValue()
        : 0;
  }

  /** The ids of the authentication methods that the agent offers. */
  static String authMethods(String initialized) {
    return new JsonObject(initialized).getValue("authMethods") instanceof JsonArray methods
        ? methods.stream()
            .filter(method -> method instanceof JsonObject)
            .map(method -> text((JsonObject) method, "id"))
            .collect(Collectors.joining(", "))
        : "";
  }

  static String authenticate(String method) {
    return new JsonObject().put("methodId", method).encode();
  }

  static String newSession(String cwd) {
    return new JsonObject().put("cwd", cwd).put("mcpServers", new JsonArray()).encode();
  }

  /** The new session's id, if there is one. */
  static Optional<String> sessionId(String result) {
    return Optional.of(text(new JsonObject(result), "sessionId")).filter(id -> !id.isEmpty());
  }

  static String prompt(String sessionId, String text) {
    return new JsonObject()
        .put("sessionId", sessionId)
        .put("prompt", new JsonArray().add(new JsonObject().put("type", "text").put("text", text)))
        .encode();
  }

  static String cancel(String sessionId) {
    return new JsonObject().put("sessionId", sessionId).encode();
  }

  static String stopReason(String result) {
    return text(new JsonObject(result), "stopReason");
  }

  /** The tokens of the turn, where the agent tells them (a proposal to the protocol does). */
  static Usage usage(String result) {
    JsonObject usage =
        new JsonObject(result).getValue("usage") instanceof JsonObject told
            ? told
            : new JsonObject();
    return new Usage(
        count(usage, "inputTokens"),
        count(usage, "outputTokens") + count(usage, "thoughtTokens"),
        count(usage, "cachedReadTokens"),
        count(usage, "cachedWriteTokens"),
        0,
        0,
        0);
  }

  static String done(String text, boolean truncated) {
    return new JsonObject().put("text", text).put("truncated", truncated).encode();
  }

  static AcpPermission permission(String params) throws Refusal {
    JsonObject json = new JsonObject(params);
    JsonObject call =
        json.getValue("toolCall") instanceof JsonObject told ? told : new JsonObject();
    List<Question.Option> options = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    JsonObject kindsById = new JsonObject();
    if (json.getValue("options") instanceof JsonArray array) {
      for (Object item : array) {
        if (item instanceof JsonObject option && !text(option, "optionId").isEmpty()) {
          String id = text(option, "optionId");
          options.add(new Question.Option(id, text(option, "name")));
          kinds.add(text(option, "kind"));
          kindsById.put(id, text(option, "kind"));
        }
      }
    }
    if (options.isEmpty()) {
      throw Refusal.invalid("there is nothing to choose from");
    }
    String title = text(call, "title");
    String prompt = title.isEmpty() ? "The agent asks for a permission" : title;
    JsonObject detail = new JsonObject().put("option_kinds", kindsById);
    String whole = detail.copy().put("tool_call", call).encode();
    return new AcpPermission(
        new Question(prompt, options, whole.length() <= DETAIL_CHARS_MAX ? whole : detail.encode()),
        kinds);
  }

  static String selected(String optionId) {
    return new JsonObject()
        .put("outcome", new JsonObject().put("outcome", "selected").put("optionId", optionId))
        .encode();
  }

  static String cancelled() {
    return new JsonObject().put("outcome", new JsonObject().put("outcome", "cancelled")).encode();
  }

  private static String text(JsonObject json, String field) {
    return json.getValue(field) instanceof String text ? text : "";
  }

  private static long count(JsonObject json, String field) {
    return json.getValue(field) instanceof Number number ? Math.max(0, number.longValue()) : 0;
  }
}
