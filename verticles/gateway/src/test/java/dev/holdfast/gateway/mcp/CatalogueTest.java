package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The catalogue of the product's tools against what they do. */
class CatalogueTest {
  private static final Stage STAGE = Stage.with();
  private static final Mcp ADA = new Mcp(STAGE.port(), Others.ADA_TOKEN);
  private static final JsonObject NONE = new JsonObject();
  private static final String SESSION = ADA.initialize("2025-11-25", NONE);
  private static final String TASK = submitted();

  /** Arguments with which each tool succeeds, beside the defaults. */
  private static final Map<String, JsonObject> ARGUMENTS =
      Map.ofEntries(
          Map.entry("set_project", new JsonObject().put("project", "alpha")),
          Map.entry("append_entry", new JsonObject().put("message", "x")),
          Map.entry("rotate_log", new JsonObject().put("dry_run", true)),
          Map.entry("submit_task", new JsonObject().put("task", "x")),
          Map.entry("get_task", new JsonObject().put("task_id", TASK)),
          Map.entry("cancel_task", new JsonObject().put("task_id", submitted())),
          Map.entry("edit_queue", new JsonObject().put("act", "hold")));

  /** Of what no stand-in answers. */
  private static final Set<String> NOT_TRIED =
      Set.of("list_questions", "answer", "send_message", "list_projects");

  @AfterAll
  static void end() {
    STAGE.close();
  }

  @Test
  void every_tool_is_listed_with_schemas_and_annotations() throws IOException {
    for (Object each : catalogue()) {
      JsonObject tool = (JsonObject) each;
      assertThat(tool.getString("name")).matches("[a-z_]{1,64}");
      assertThat(tool.getString("title")).isNotEmpty();
      assertThat(tool.getString("description")).isNotEmpty();
      assertThat(tool.getJsonObject("inputSchema").getString("type")).isEqualTo("object");
      assertThat(tool.getJsonObject("outputSchema").getString("type")).isEqualTo("object");
      assertThat(tool.getJsonObject("annotations").getBoolean("readOnlyHint")).isNotNull();
    }
  }

  @TestFactory
  Stream<DynamicTest> every_tool_takes_what_it_says_and_answers_as_it_says() throws IOException {
    ADA.call(SESSION, "set_project", new JsonObject().put("project", "alpha"));
    return catalogue().stream()
        .map(each -> (JsonObject) each)
        .filter(tool -> !tool.getString("name").equals("end_session"))
        .filter(tool -> !NOT_TRIED.contains(tool.getString("name")))
        .map(tool ->
            dynamicTest(
                tool.getString("name"),
                () -> {
                  String name = tool.getString("name");
                  Mcp.Reply reply = ADA.call(SESSION, name, ARGUMENTS.getOrDefault(name, NONE));
                  assertThat(reply.result().getBoolean("isError", false))
                      .as(reply.json().encode())
                      .isFalse();
                  Json.requireValid(reply.structured(), tool.getJsonObject("outputSchema"));
                  Mcp.Reply refused =
                      ADA.call(SESSION, name, new JsonObject().put("no_such_argument", 1));
                  assertThat(refused.text()).contains("no_such_argument");
                }));
  }

  /** A name in a schema is one that the tool reads: it is refused as wrong and not as unknown. */
  @TestFactory
  Stream<DynamicTest> every_argument_of_a_schema_is_known_to_its_tool() throws IOException {
    return catalogue().stream()
        .map(each -> (JsonObject) each)
        .map(tool ->
            dynamicTest(
                tool.getString("name"),
                () -> {
                  JsonObject properties =
                      tool.getJsonObject("inputSchema").getJsonObject("properties", NONE);
                  JsonObject arguments =
                      new JsonObject(
                          properties.fieldNames().stream()
                              .collect(Collectors.toMap(name -> name, name -> new JsonArray())));
                  arguments.remove("entries"); // goes with no other
                  Mcp.Reply reply = ADA.call(SESSION, tool.getString("name"), arguments);
                  if (!arguments.isEmpty()) {
                    assertThat(reply.text()).doesNotContain("unknown field");
                  }
                }));
  }

  private static String submitted() {
    return ADA.call(SESSION, "submit_task", new JsonObject().put("task", "x"))
        .structured()
        .getString("task_id");
  }

  private static JsonArray catalogue() throws IOException {
    try (InputStream in = CatalogueTest.class.getResourceAsStream("/mcp-tools.json")) {
      if (in == null) {
        throw new IllegalStateException("not packaged");
      }
      return new JsonArray(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Validation by the plain draft, without references. */
  private static final class Json {
    static void requireValid(JsonObject value, JsonObject schema) {
      var result =
          io.vertx.json.schema.Validator.create(
                  io.vertx.json.schema.JsonSchema.of(schema),
                  new io.vertx.json.schema.JsonSchemaOptions()
                      .setBaseUri("app://mcp")
                      .setDraft(io.vertx.json.schema.Draft.DRAFT202012))
              .validate(value);
      assertThat(result.getValid()).as(value.encode() + " " + result.getErrors()).isTrue();
    }
  }
}
