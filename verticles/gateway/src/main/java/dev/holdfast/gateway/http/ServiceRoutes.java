package dev.holdfast.gateway.http;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the service says of itself to anybody: its name and its description. */
public final class ServiceRoutes {
  /** The version of the interface, as in the OpenAPI document. */
  static final String VERSION = "0.1.0";

  private static final String RESOURCE = "/openapi.json";

  private final Answer index;
  private final Answer openApi;

  public ServiceRoutes() {
    this.index =
        Answer.json(
            200,
            out ->
                out.text("service", "holdfast")
                    .text("version", VERSION)
                    .object(
                        "links",
                        links ->
                            links
                                .text("openapi", RESOURCE)
                                .text("websocket", HttpApi.WEBSOCKET_PATH)
                                .text("tasks", "/api/tasks")
                                .text("sessions", "/api/sessions")));
    this.openApi = new Answer.Json(200, Map.of(), resource());
  }

  List<Route> routes() {
    return List.of(
        Route.openGet("/", call -> Future.succeededFuture(index)),
        Route.openGet(RESOURCE, call -> Future.succeededFuture(openApi)));
  }

  private static String resource() {
    try (InputStream in =
        Objects.requireNonNull(ServiceRoutes.class.getResourceAsStream(RESOURCE))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the build has put " + RESOURCE + " into the jar", e);
    }
  }
}
