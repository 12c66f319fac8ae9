package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.connection.Announcer;
import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Presences;
import dev.holdfast.gateway.connection.Turns;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.limit.Shares;
import dev.holdfast.gateway.session.Accepting;
import dev.holdfast.gateway.session.Authenticator;
import dev.holdfast.gateway.session.Bindings;
import dev.holdfast.gateway.session.Cluster;
import dev.holdfast.gateway.session.Controls;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.Keys;
import dev.holdfast.gateway.session.Projects;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Sharing;
import dev.holdfast.gateway.session.Submission;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.Tickets;
import dev.holdfast.gateway.session.Tools;
import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Schemas;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.token.TokenVerifier;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.trace.Tracing;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private final JsonObject document = Schemas.openApi();

  @Test
  void the_document_is_served_to_anybody() {
    try (Stage stage = Stage.with()) {
      Api nobody = new Api(stage.port(), null);
      assertThat(nobody.get("/openapi.json").json()).isEqualTo(document);
      JsonObject index = nobody.get("/").json();
      assertThat(index.getString("version"))
          .isEqualTo(document.getJsonObject("info").getString("version"));
      assertThat(index.getJsonObject("links").getString("websocket")).isEqualTo("/ws");
    }
  }

  @Test
  void its_paths_and_methods_are_those_of_the_router() {
    Set<String> documented = new TreeSet<>();
    for (String path : document.getJsonObject("paths").fieldNames()) {
      for (String member : document.getJsonObject("paths").getJsonObject(path).fieldNames()) {
        if (!member.equals("parameters")) {
          documented.add(member.toUpperCase(Locale.ROOT) + " " + path);
        }
      }
    }
    assertThat(documented).isEqualTo(routed());
  }

  @Test
  void its_query_parameters_are_those_that_are_taken() {
    for (Route route : routes()) {
      JsonObject operation =
          document
              .getJsonObject("paths")
              .getJsonObject(template(route.path()))
              .getJsonObject(route.method().name().toLowerCase(Locale.ROOT));
      Set<String> documented = new HashSet<>();
      for (Object each : operation.getJsonArray("parameters")) {
        JsonObject parameter = resolve((JsonObject) each);
        if (parameter.getString("in").equals("query")) {
          documented.add(parameter.getString("name"));
        }
      }
      assertThat(documented).as(route.path()).isEqualTo(Set.copyOf(route.query()));
      assertThat(operation.containsKey("security")).as(route.path()).isEqualTo(route.open());
    }
  }

  @Test
  void its_lists_of_codes_and_event_types_are_those_of_the_catalogues() {
    JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
    assertThat(schemas.getJsonObject("ErrorCode").getJsonArray("enum"))
        .isEqualTo(new JsonArray(Arrays.stream(ErrorCode.values()).map(ErrorCode::wire).toList()));
    assertThat(schemas.getJsonObject("EventType").getJsonArray("enum"))
        .isEqualTo(new JsonArray(Arrays.stream(EventType.values()).map(EventType::wire).toList()));
  }

  @Test
  void every_reference_leads_somewhere() {
    Matcher refs = Pattern.compile("\"\\$ref\":\"([^\"]+)\"").matcher(document.encode());
    int count = 0;
    while (refs.find()) {
      assertThat(resolve(new JsonObject().put("$ref", refs.group(1)))).isNotNull();
      count++;
    }
    assertThat(count).isGreaterThan(100);
  }

  @Test
  void every_operation_has_a_name_of_its_own() {
    Matcher ids = Pattern.compile("\"operationId\":\"([^\"]+)\"").matcher(document.encode());
    Set<String> seen = new HashSet<>();
    while (ids.find()) {
      assertThat(seen.add(ids.group(1))).as(ids.group(1)).isTrue();
    }
    assertThat(seen).hasSameSizeAs(routed());
  }

  private JsonObject resolve(JsonObject object) {
    String ref = object.getString("$ref");
    if (ref == null) {
      return object;
    }
    JsonObject at = document;
    for (String step : ref.substring(2).split("/", -1)) {
      at = at.getJsonObject(step);
    }
    return at;
  }

  private static Set<String> routed() {
    Set<String> routed = new TreeSet<>();
    Vertx vertx = Vertx.vertx();
    HttpConfig config = Stage.config(Map.of()).http();
    new HttpApi(
            new Authenticator(new Bus(vertx, 1), TokenVerifier.NONE),
            config,
            Limits.of(Stage.config(Map.of()).limits()),
            routes(),
            context -> {},
            new NothingElse())
        .router(vertx).getRoutes().stream()
            .filter(route -> route.getPath() != null && route.methods() != null)
            .forEach(route ->
                route
                    .methods()
                    .forEach(
                        method -> routed.add(method.name() + " " + template(route.getPath()))));
    Await.result(vertx.close());
    return routed;
  }

  private static List<Route> routes() {
    Vertx vertx = Vertx.vertx();
    Bus bus = new Bus(vertx, 1);
    ConnectionConfig config = Stage.config(Map.of()).connection();
    Sessions sessions = new Sessions(bus);
    Accepting accepting = new Accepting(bus, Tracing.OFF);
    TaskQueries tasks = new TaskQueries(bus);
    Connections connections =
        new Connections(
            config,
            new Announcer(bus, "pod-1", Clock.systemUTC()),
            Limits.of(Stage.config(Map.of()).limits()));
    List<Route> routes =
        Routes.of(
            new TaskRoutes(new Submission(bus, accepting), tasks, sessions),
            new SessionRoutes(sessions, tasks),
            new EventRoutes(
                config,
                Stage.config(Map.of()).polls(),
                connections,
                new Watches(vertx, bus, config, Shares.unlimited()),
                new Turns(1),
                sessions,
                tasks),
            new EntryRoutes(sessions, new Entries(bus)),
            new KeyRoutes(new Keys(bus)),
            new TicketRoutes(new Tickets(bus, config.ticketMs(), config.ticketsPerMinuteMax())),
            new ProjectRoutes(new Projects(bus)),
            new ShareRoutes(sessions, new Sharing(bus)),
            new BindingRoutes(sessions, new Bindings(bus)),
            new ToolRoutes(new Tools(bus, accepting), sessions),
            new PresenceRoutes(
                config, connections, new Presences(vertx, bus, Shares.unlimited()), sessions),
            new ControlRoutes(sessions, new Controls(bus, config.controlLeaseMs())),
            new ClusterRoutes(new Cluster(bus), "pod-1"),
            new ServiceRoutes());
    Await.result(vertx.close());
    return routes;
  }

  private static String template(String path) {
    return path.replaceAll(":([a-z_]+)", "{$1}");
  }

  private static final class NothingElse implements HttpApi.Mounted {
    @Override
    public String path() {
      return "/else";
    }

    @Override
    public void on(Router router) {}

    @Override
    public void handle(HttpServerRequest request) {}
  }
}
