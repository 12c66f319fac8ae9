package dev.holdfast.gateway.mcp.tools;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The definitions of tools as JSON: those of the product, and those of the operator. */
final class ToolCatalogueJson {
  private static final String SESSION = "session";
  private static final String INPUT = "inputSchema";
  private static final String HANDLE = "Which session is meant; open_session answers it";

  private ToolCatalogueJson() {}

  /**
   * The product's tools. Those that say {@code session} are about one: a session of the protocol
   * stands for it, and where there are none the handle is required.
   */
  static List<ToolDefinition> product(String catalogue) {
    List<ToolDefinition> definitions = new ArrayList<>();
    for (Object each : new JsonArray(catalogue)) {
      JsonObject tool = ((JsonObject) each).copy();
      boolean session = Boolean.TRUE.equals(tool.remove(SESSION));
      if (session) {
        property(tool.getJsonObject(INPUT), HANDLE);
      }
      definitions.add(
          new ToolDefinition(
              tool.getString("name"),
              tool.encode(),
              session ? requiring(tool.copy()).encode() : tool.encode()));
    }
    return List.copyOf(definitions);
  }

  /**
   * A tool of the operator. Without a session of the protocol the handle may be given beside the
   * tool's own arguments, unless it has one of that name itself.
   */
  static ToolDefinition operator(String name, String description, String inputSchema) {
    JsonObject tool =
        new JsonObject()
            .put("name", name)
            .put("description", description)
            .put(INPUT, new JsonObject(inputSchema));
    JsonObject alone = tool.copy();
    if (!ownsHandle(inputSchema)) {
      property(
          alone.getJsonObject(INPUT),
          "In which session it runs; open_session answers it. A new one where it is absent");
    }
    return new ToolDefinition(name, tool.encode(), alone.encode());
  }

  /** Which headers repeat which arguments, by argument ({@code x-mcp-header}, SEP-2243). */
  static Map<String, String> headers(String inputSchema) {
    Map<String, String> headers = new TreeMap<>();
    JsonObject properties = new JsonObject(inputSchema).getJsonObject("properties");
    if (properties != null) {
      for (Map.Entry<String, Object> property : properties) {
        if (property.getValue() instanceof JsonObject schema
            && schema.getValue("x-mcp-header") instanceof String header) {
          headers.put(property.getKey(), header);
        }
      }
    }
    return headers;
  }

  /** Whether the tool has an argument of its own under the name of the handle. */
  static boolean ownsHandle(String inputSchema) {
    JsonObject properties = new JsonObject(inputSchema).getJsonObject("properties");
    return properties != null && properties.containsKey(ToolSessions.FIELD);
  }

  private static void property(JsonObject schema, String description) {
    JsonObject properties = schema.getJsonObject("properties");
    if (properties == null) {
      properties = new JsonObject();
      schema.put("properties", properties);
    }
    properties.put(
        ToolSessions.FIELD,
        new JsonObject()
            .put("type", "string")
            .put("pattern", "^[A-Za-z0-9_-]{3,64}$")
            .put("description", description));
  }

  private static JsonObject requiring(JsonObject tool) {
    JsonObject schema = tool.getJsonObject(INPUT);
    JsonArray required = schema.getJsonArray("required", new JsonArray()).copy();
    schema.put("required", required.add(ToolSessions.FIELD));
    return tool;
  }
}
