package dev.holdfast.loadtests.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The frames a client may send, from the schema in the documents. */
public final class Frames {
  private static final Path SCHEMA = Path.of("docs", "protocol", "websocket.schema.json");
  private static final Map<String, Object> NEEDED =
      Map.of("task", "{\"iterations\":1}", "project", "walked", "seq", 0, "token", "hf_nobody");

  private Frames() {}

  /**
   * Every kind but {@code hello}, filled with what it requires and every name it may have.
   *
   * @return frames without a request id, those that end the connection's session last
   */
  public static List<JsonObject> all(Names names) {
    JsonObject kinds = schema().getJsonObject("$defs");
    List<JsonObject> frames = new ArrayList<>();
    List<JsonObject> last = new ArrayList<>();
    for (String kind : kinds.fieldNames()) {
      if (kind.startsWith("client_") && !kind.equals("client_hello")) {
        JsonObject frame = frame(kinds.getJsonObject(kind), names);
        (kind.contains("end") ? last : frames).add(frame);
      }
    }
    frames.addAll(last);
    return frames;
  }

  private static JsonObject frame(JsonObject kind, Names names) {
    JsonObject properties = kind.getJsonObject("properties");
    JsonObject frame = new JsonObject();
    frame.put("op", properties.getJsonObject("op").getString("const"));
    JsonArray required = kind.getJsonArray("required", new JsonArray());
    for (String name : properties.fieldNames()) {
      if (names.of(name).isPresent()) {
        frame.put(name, names.of(name).get());
      } else if (required.contains(name) && NEEDED.containsKey(name)) {
        frame.put(name, NEEDED.get(name));
      }
    }
    return frame;
  }

  /** Found from the working folder upwards. */
  private static JsonObject schema() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(SCHEMA))) {
        try {
          return new JsonObject(Files.readString(folder.resolve(SCHEMA)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new IllegalStateException("run inside the repository: no " + SCHEMA + " above here");
  }
}
