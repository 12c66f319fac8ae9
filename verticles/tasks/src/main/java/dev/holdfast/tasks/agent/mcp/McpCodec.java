package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.TaskSupport;
import dev.holdfast.shared.message.ToolTraits;
import dev.holdfast.shared.trace.TraceParent;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Parameters and results of the protocol as JSON, and a task's text as what it asks for. */
final class McpCodec {
  /** The revision asked for. */
  static final String NEWEST = "2025-11-25";

  /** The revisions that are understood. */
  static final List<String> KNOWN = List.of("2024-11-05", "2025-03-26", "2025-06-18", NEWEST);

  private static final String ASKS_FIRST = "dev.holdfast/asksFirst";
  private static final Set<String> CALL_FIELDS = Set.of("tool", "arguments");
  private static final int ERROR_CHARS_MAX = 500;

  private McpCodec() {}

  /**
   * Reads a task: {@code {"tool":"...","arguments":{...}}}, or where the agent has a tool of its
   * own the arguments alone or a plain text.
   */
  static McpInput input(String text, boolean hasTool) {
    Optional<JsonObject> object = object(text);
    boolean names = object.isPresent() && object.get().getValue("tool") instanceof String;
    if (names && CALL_FIELDS.containsAll(object.get().fieldNames())) {
      JsonObject json = object.get();
      return switch (json.getValue("arguments")) {
        case null -> new McpInput(Optional.of(json.getString("tool")), Optional.of("{}"), text);
        case JsonObject arguments ->
            new McpInput(
                Optional.of(json.getString("tool")), Optional.of(arguments.encode()), text);
        default -> throw new Fault(ErrorCode.INVALID_FIELD, "arguments must be a JSON object");
      };
    }
    if (!hasTool) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "the task must be {\"tool\":\"...\",\"arguments\":{...}}: this agent has no tool of its"
              + " own");
    }
    return new McpInput(Optional.empty(), object.map(JsonObject::encode), text);
  }

  /**
   * Forms are offered to every server.
   *
   * @param sampling whether a model's answers are offered as well
   */
  static String initialize(boolean sampling) {
    JsonObject capabilities =
        new JsonObject().put("elicitation", new JsonObject().put("form", new JsonObject()));
    if (sampling) {
      capabilities.put("sampling", new JsonObject());
    }
    return new JsonObject()
        .put("protocolVersion", NEWEST)
        .put("capabilities", capabilities)
        .put(
            "clientInfo",
            new JsonObject().put("name", "holdfast").put("title", "Holdfast").put("version", "1"))
        .encode();
  }

  /** The revision that the server chose. */
  static String version(String initialized) {
    return text(new JsonObject(initialized), "protocolVersion");
  }

  static String listTools(Optional<String> cursor) {
    JsonObject params = new JsonObject();
    cursor.ifPresent(from -> params.put("cursor", from));
    return params.encode();
  }

  private static boolean isRepeatable(JsonObject tool) {
    return tool.getValue("annotations") instanceof JsonObject annotations
        && (Boolean.TRUE.equals(annotations.getValue("readOnlyHint"))
            || Boolean.TRUE.equals(annotations.getValue("idempotentHint")));
  }

  /** What a server does not say is as usual. */
  private static ToolTraits traits(JsonObject tool) {
    TaskSupport tasks =
        tool.getValue("execution") instanceof JsonObject execution
            ? TaskSupport.ofWire(text(execution, "taskSupport")).orElse(TaskSupport.OPTIONAL)
            : TaskSupport.OPTIONAL;
    boolean asksFirst =
        tool.getValue("_meta") instanceof JsonObject meta
            && Boolean.TRUE.equals(meta.getValue(ASKS_FIRST));
    return new ToolTraits(tasks, asksFirst);
  }

  static McpToolPage tools(String result) {
    JsonObject json = new JsonObject(result);
    List<McpTool> tools = new ArrayList<>();
    if (json.getValue("tools") instanceof JsonArray array) {
      for (Object item : array) {
        if (item instanceof JsonObject tool) {
          tools.add(
              new McpTool(
                  text(tool, "name"),
                  textArgument(tool),
                  text(tool, "description"),
                  schema(tool).encode(),
                  isRepeatable(tool),
                  traits(tool)));
        }
      }
    }
    return new McpToolPage(
        tools, Optional.of(text(json, "nextCursor")).filter(next -> !next.isEmpty()));
  }

  /**
   * A call whose progress is asked for.
   *
   * @param token tells its progress from others'
   * @param trace of which trace it is a part (SEP-414)
   */
  static String call(String tool, String arguments, String token, Optional<TraceParent> trace) {
    JsonObject meta = new JsonObject().put("progressToken", token);
    trace.ifPresent(part -> meta.put(TraceParent.NAME, part.header()));
    return new JsonObject()
        .put("name", tool)
        .put("arguments", new JsonObject(arguments))
        .put("_meta", meta)
        .encode();
  }

  /** Arguments of one text. */
  static String textArguments(String name, String text) {
    return new JsonObject().put(name, text).encode();
  }

  static String cancelled(String requestId, String reason) {
    return new JsonObject()
        .put("requestId", Json.decodeValue(requestId))
        .put("reason", reason)
        .encode();
  }

  /** What the tool says of its failure; empty where it did not fail. */
  static Optional<String> toolError(String result) {
    JsonObject json = new JsonObject(result);
    if (!Boolean.TRUE.equals(json.getValue("isError"))) {
      return Optional.empty();
    }
    String words =
        json.getValue("content") instanceof JsonArray content
            ? content.stream()
                .filter(block -> block instanceof JsonObject)
                .map(block -> text((JsonObject) block, "text"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "))
            : "";
    return Optional.of(cut(words.isEmpty() ? "the tool failed without a word" : words));
  }

  /** The result without what is for machines on the way. */
  static String done(String result) {
    JsonObject json = new JsonObject(result);
    json.remove("_meta");
    return json.encode();
  }

  static McpProgress progress(String params) {
    JsonObject json = new JsonObject(params);
    return new McpProgress(
        json.getValue("progressToken") instanceof String token ? token : "",
        json.getValue("progress") instanceof Number done ? done.doubleValue() : 0,
        json.getValue("total") instanceof Number total ? total.doubleValue() : 0,
        text(json, "message"));
  }

  /** A log message as one line. */
  static String log(String params) {
    JsonObject json = new JsonObject(params);
    String logger = text(json, "logger");
    Object data = json.getValue("data");
    return text(json, "level")
        + (logger.isEmpty() ? "" : " " + logger)
        + ": "
        + (data instanceof String words ? words : Json.encode(data))
        + "\n";
  }

  /** The message in the body of an HTTP error, where it is JSON of the usual shape. */
  static String errorMessage(String body) {
    Optional<JsonObject> json = object(body);
    String message =
        json.map(told ->
                told.getValue("error") instanceof JsonObject error
                    ? text(error, "message")
                    : text(told, "message"))
            .orElse("");
    return message.isEmpty() ? "" : ": " + cut(message);
  }

  private static Optional<String> textArgument(JsonObject tool) {
    JsonObject schema = schema(tool);
    JsonObject properties =
        schema.getValue("properties") instanceof JsonObject told ? told : new JsonObject();
    Set<String> texts = new TreeSet<>();
    for (String name : properties.fieldNames()) {
      if (properties.getValue(name) instanceof JsonObject property
          && text(property, "type").equals("string")) {
        texts.add(name);
      }
    }
    Set<String> required = new TreeSet<>();
    if (schema.getValue("required") instanceof JsonArray names) {
      names.forEach(name -> required.add(String.valueOf(name)));
    }
    Set<String> both = new TreeSet<>(texts);
    both.retainAll(required);
    Set<String> candidates = required.isEmpty() ? texts : both;
    boolean others = !required.isEmpty() && required.size() > both.size();
    return candidates.size() == 1 && !others
        ? Optional.of(candidates.iterator().next())
        : Optional.empty();
  }

  private static JsonObject schema(JsonObject tool) {
    return tool.getValue("inputSchema") instanceof JsonObject told ? told : new JsonObject();
  }

  private static Optional<JsonObject> object(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new JsonObject(text));
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  private static String text(JsonObject json, String field) {
    return json.getValue(field) instanceof String text ? text : "";
  }

  private static String cut(String text) {
    String line = text.strip();
    return line.length() <= ERROR_CHARS_MAX ? line : line.substring(0, ERROR_CHARS_MAX);
  }
}
