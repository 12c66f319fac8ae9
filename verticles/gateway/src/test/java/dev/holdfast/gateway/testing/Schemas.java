package dev.holdfast.gateway.testing;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The published schemas. */
public final class Schemas {
  private static final Path DOCS = Path.of("..", "..", "docs", "protocol");

  private Schemas() {}

  /** The OpenAPI document as it is in the jar. */
  public static JsonObject openApi() {
    try (InputStream in =
        Objects.requireNonNull(Schemas.class.getResourceAsStream("/openapi.json"))) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String document(String name) {
    try {
      return Files.readString(DOCS.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails unless the value is valid by a schema of the OpenAPI document. */
  public static void requireApi(Object value, JsonObject schema) {
    JsonObject whole =
        new JsonObject().put("components", openApi().getJsonObject("components")).mergeIn(schema);
    require(value, whole);
  }

  /**
   * Fails unless the frame is one that a side may send.
   *
   * @param side {@code client} or {@code server}
   */
  public static void requireFrame(String side, JsonObject frame) {
    String op = frame.getString("op");
    JsonObject whole = new JsonObject(document("websocket.schema.json"));
    whole.remove("oneOf");
    whole.put("$ref", "#/$defs/" + side + "_" + op);
    require(frame, whole);
  }

  private static void require(Object value, JsonObject schema) {
    OutputUnit result = validator(schema).validate(value);
    if (!Boolean.TRUE.equals(result.getValid())) {
      throw new AssertionError(result.getErrors() + " in " + value);
    }
  }

  private static Validator validator(JsonObject schema) {
    return Validator.create(
        JsonSchema.of(schema),
        new JsonSchemaOptions()
            .setBaseUri("https://localhost/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic));
  }
}
