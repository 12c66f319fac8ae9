package dev.holdfast.loadtests.api;

import dev.holdfast.loadtests.stage.Caller;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the OpenAPI document.
 *
 * @param parameters with their references followed
 * @param body an example of what it takes; null members are filled by name
 * @param bodyMembers the members that its body may have
 * @param streams whether its answer goes on until somebody ends it
 */
public record Operation(
    HttpMethod method,
    String path,
    List<JsonObject> parameters,
    JsonObject body,
    Set<String> bodyMembers,
    boolean streams) {
  private static final String NOT_MAPPED = "nothing_of_that_name";

  /** Every operation that takes a credential, in the order of the document. */
  public static List<Operation> of(JsonObject document) {
    List<Operation> all = new ArrayList<>();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      JsonObject item = paths.getJsonObject(path);
      for (String method : item.fieldNames()) {
        if (item.getValue(method) instanceof JsonObject operation && needsBearer(operation)) {
          all.add(read(document, path, method, item, operation));
        }
      }
    }
    return List.copyOf(all);
  }

  /** What is open to everybody, or no request at all but an upgrade, says so by its security. */
  private static boolean needsBearer(JsonObject operation) {
    return !operation.containsKey("security");
  }

  private static Operation read(
      JsonObject document, String path, String method, JsonObject item, JsonObject operation) {
    List<JsonObject> parameters = new ArrayList<>();
    for (JsonObject each : List.of(item, operation)) {
      for (Object parameter : each.getJsonArray("parameters", new JsonArray())) {
        parameters.add(followed(document, (JsonObject) parameter));
      }
    }
    JsonObject media = content(operation.getJsonObject("requestBody"), "application/json");
    JsonObject schema = followed(document, media.getJsonObject("schema", new JsonObject()));
    return new Operation(
        HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
        path,
        List.copyOf(parameters),
        media.getJsonObject("example", new JsonObject()),
        new TreeSet<>(schema.getJsonObject("properties", new JsonObject()).fieldNames()),
        !content(operation.getJsonObject("responses").getJsonObject("200"), "text/event-stream")
            .isEmpty());
  }

  private static JsonObject content(@Nullable JsonObject of, String type) {
    return of == null
        ? new JsonObject()
        : of.getJsonObject("content", new JsonObject()).getJsonObject(type, new JsonObject());
  }

  private static JsonObject followed(JsonObject document, JsonObject maybeReference) {
    String reference = maybeReference.getString("$ref");
    if (reference == null) {
      return maybeReference;
    }
    JsonObject found = document;
    for (String step : reference.substring(2).split("/", -1)) {
      found = found.getJsonObject(step);
    }
    return found;
  }

  /** Whether it makes what it names where there is none: it names it in its body. */
  public boolean makes(Names names) {
    return bodyMembers.stream().anyMatch(member -> names.of(member).isPresent());
  }

  /** Parameters of its path that the names do not have. */
  public Set<String> notMapped(Names names) {
    Set<String> missing = new TreeSet<>();
    parameters.stream()
        .filter(parameter -> "path".equals(parameter.getString("in")))
        .map(parameter -> parameter.getString("name"))
        .filter(name -> names.of(name).isEmpty())
        .forEach(missing::add);
    return missing;
  }

  /** The request in which everything that can be named has these names. */
  public Caller.Ask ask(String token, Names names) {
    String uri = path;
    StringBuilder query = new StringBuilder();
    Map<String, String> headers = new HashMap<>();
    for (JsonObject parameter : parameters) {
      String name = parameter.getString("name");
      String value = names.of(name).orElse("");
      switch (parameter.getString("in")) {
        case "path" ->
            uri = uri.replace("{" + name + "}", value.isEmpty() ? NOT_MAPPED : encoded(value));
        case "query" -> {
          if (!value.isEmpty()) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=');
            query.append(encoded(value));
          }
        }
        default -> {
          if (!value.isEmpty()) {
            headers.put(name, value);
          }
        }
      }
    }
    JsonObject filled = body.copy();
    bodyMembers.forEach(member -> names.of(member).ifPresent(v -> filled.put(member, v)));
    String text = filled.isEmpty() ? "" : filled.encode();
    return new Caller.Ask(token, method, uri + query, Map.copyOf(headers), text);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
