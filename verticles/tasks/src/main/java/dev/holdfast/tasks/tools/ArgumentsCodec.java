package dev.holdfast.tasks.tools;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Arguments as JSON: whether they are valid by a schema (JSON Schema 2020-12, or the draft that the
 * schema names), and what an agent is given for them.
 */
final class ArgumentsCodec {
  /** The schema of a tool whose agent takes a plain text. */
  static final String PLAIN =
      new JsonObject()
          .put("type", "object")
          .put(
              "properties",
              new JsonObject()
                  .put(
                      "task",
                      new JsonObject()
                          .put("type", "string")
                          .put("minLength", 1)
                          .put("description", "What is to be done")))
          .put("required", List.of("task"))
          .put("additionalProperties", false)
          .encode();

  private static final String BASE = "https://localhost/";
  private static final int WORDS_MAX = 300;

  private ArgumentsCodec() {}

  /** Why a text is no schema that arguments could be held against; empty where it is one. */
  static Optional<String> problemOfSchema(String schema) {
    try {
      validator(new JsonObject(schema)).validate(new JsonObject());
      return Optional.empty();
    } catch (DecodeException e) {
      return Optional.of("it must be one JSON object");
    } catch (RuntimeException e) {
      return Optional.of(cut(String.valueOf(e.getMessage())));
    }
  }

  /**
   * What is wrong with the arguments, and where; empty where they are valid. A schema of a server
   * that cannot be used here says nothing: the server itself decides.
   *
   * @param arguments one JSON object as text
   */
  static Optional<String> problem(String schema, String arguments) {
    OutputUnit found;
    try {
      found = validator(new JsonObject(schema)).validate(new JsonObject(arguments));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
    if (Boolean.TRUE.equals(found.getValid())) {
      return Optional.empty();
    }
    List<OutputUnit> errors = found.getErrors() == null ? List.of() : found.getErrors();
    return Optional.of(
        errors.stream()
            .max(Comparator.comparingInt(error -> depth(error.getInstanceLocation())))
            .map(error -> path(error.getInstanceLocation()) + ": " + cut(error.getError()))
            .orElse("arguments: not valid by the schema"));
  }

  /** The argument {@code task} of valid arguments. */
  static String plain(String arguments) {
    return new JsonObject(arguments).getString("task");
  }

  /** A call for a server's tool, as its agent takes it. */
  static String ofServer(String tool, String arguments) {
    return new JsonObject().put("tool", tool).put("arguments", new JsonObject(arguments)).encode();
  }

  private static Validator validator(JsonObject schema) {
    return Validator.create(
        JsonSchema.of(schema),
        new JsonSchemaOptions()
            .setBaseUri(BASE)
            .setDraft(draft(schema))
            .setOutputFormat(OutputFormat.Basic));
  }

  private static Draft draft(JsonObject schema) {
    String named = String.valueOf(schema.getValue("$schema"));
    if (named.contains("draft-04")) {
      return Draft.DRAFT4;
    }
    if (named.contains("draft-07")) {
      return Draft.DRAFT7;
    }
    return named.contains("2019-09") ? Draft.DRAFT201909 : Draft.DRAFT202012;
  }

  private static int depth(String location) {
    return location.length() - location.replace("/", "").length();
  }

  /** {@code #/a/b} as {@code arguments/a/b}. */
  private static String path(String location) {
    return "arguments" + cut(location.replaceFirst("^#", ""));
  }

  private static String cut(String words) {
    return words.length() <= WORDS_MAX ? words : words.substring(0, WORDS_MAX) + "...";
  }
}
