package dev.holdfast.gateway.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An HTTP client that holds every response against the OpenAPI document. */
public final class Api {
  private static final JsonObject PATHS = Schemas.openApi().getJsonObject("paths");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port;
  private final @Nullable String token;

  public Api(int port, @Nullable String token) {
    this.port = port;
    this.token = token;
  }

  public record Reply(int status, Map<String, String> headers, JsonObject json) {
    public String code() {
      return json.getString("code");
    }

    public @Nullable String header(String name) {
      return headers.get(name);
    }
  }

  public Reply get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public Reply post(String path, @Nullable String body, String... headers) {
    return send("POST", path, body, headers);
  }

  public Reply put(String path, @Nullable String body, String... headers) {
    return send("PUT", path, body, headers);
  }

  public Reply send(String method, String path, @Nullable String body, String... headers) {
    HttpResponse<String> response = exchange(request(method, path, body, headers));
    String text = response.body();
    JsonObject json = text.isEmpty() ? new JsonObject() : new JsonObject(text);
    Map<String, String> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().map().forEach((name, values) -> seen.put(name, values.getFirst()));
    check(method, path, response.statusCode(), seen, json);
    return new Reply(response.statusCode(), seen, json);
  }

  /** A request with the client's credential; a body is JSON unless the headers say otherwise. */
  public HttpRequest request(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private static HttpResponse<String> exchange(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void check(
      String method, String path, int status, Map<String, String> headers, JsonObject json) {
    JsonObject operation = operation(method, path);
    if (operation == null) {
      Schemas.requireApi(json, ref("schemas/Problem"));
      return;
    }
    JsonObject response = operation.getJsonObject("responses").getJsonObject("" + status);
    if (response == null) {
      throw new AssertionError("undocumented: " + method + " " + path + " -> " + status);
    }
    response = resolve(response);
    for (String name : response.getJsonObject("headers").fieldNames()) {
      JsonObject header = resolve(response.getJsonObject("headers").getJsonObject(name));
      if (headers.containsKey(name)) {
        Schemas.requireApi(headers.get(name), header.getJsonObject("schema"));
      } else if (header.getBoolean("required", false)) {
        throw new AssertionError("no header " + name + ": " + method + " " + path);
      }
    }
    JsonObject content =
        response.getJsonObject("content").getJsonObject(headers.get("Content-Type"));
    if (content == null) {
      throw new AssertionError("another media type: " + headers.get("Content-Type"));
    }
    Schemas.requireApi(json, content.getJsonObject("schema"));
  }

  private static @Nullable JsonObject operation(String method, String path) {
    int query = path.indexOf('?');
    String plain = query < 0 ? path : path.substring(0, query);
    for (String template : PATHS.fieldNames()) {
      String pattern = template.replaceAll("\\{[a-z_]+\\}", "[^/]+");
      if (Pattern.matches(pattern, plain)) {
        return PATHS.getJsonObject(template).getJsonObject(method.toLowerCase(Locale.ROOT));
      }
    }
    return null;
  }

  private static JsonObject resolve(JsonObject object) {
    String ref = object.getString("$ref");
    if (ref == null) {
      return object;
    }
    JsonObject at = Schemas.openApi();
    for (String step : ref.substring(2).split("/", -1)) {
      at = at.getJsonObject(step);
    }
    return at;
  }

  private static JsonObject ref(String path) {
    return new JsonObject().put("$ref", "#/components/" + path);
  }
}
