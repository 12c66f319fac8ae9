package dev.holdfast.gateway.http;

import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.session.Authenticator;
import dev.holdfast.gateway.session.Credential;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The router: every route of the service, and what is said to requests that match none. */
public final class HttpApi {
  /** Where a WebSocket is opened. */
  public static final String WEBSOCKET_PATH = "/ws";

  static final String ROUTE_KEY = "route";

  private final Authenticator authenticator;
  private final Bodies bodies;
  private final Limits limits;
  private final List<Route> routes;
  private final Handler<RoutingContext> upgrade;
  private final Mounted other;

  /**
   * A protocol with paths of its own, whose answers are its own too. It has one path that so much
   * comes by that a request for exactly it is not worth the way through the router.
   */
  public interface Mounted extends Handler<HttpServerRequest> {
    /** Of the requests that are handled. */
    String path();

    /** Mounts what has another path. */
    void on(Router router);
  }

  /**
   * @param upgrade takes the requests to {@link #WEBSOCKET_PATH}
   * @param other whose paths are none of the routes'
   */
  public HttpApi(
      Authenticator authenticator,
      HttpConfig config,
      Limits limits,
      List<Route> routes,
      Handler<RoutingContext> upgrade,
      Mounted other) {
    this.authenticator = authenticator;
    this.bodies = new Bodies(config);
    this.limits = limits;
    this.routes = List.copyOf(routes);
    this.upgrade = upgrade;
    this.other = other;
  }

  /**
   * Handles every request. What the router refuses or reads as the path above, such as another
   * writing of it, is left to the router.
   */
  public Handler<HttpServerRequest> handler(Vertx vertx) {
    Router router = router(vertx);
    return request -> {
      if (other.path().equals(request.path()) && request.authority() != null) {
        request.routed(other.path());
        other.handle(request);
      } else {
        router.handle(request);
      }
    };
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(RequestIds::assign).failureHandler(Problems::write);
    // First: each further route is one more pattern that a request is held against.
    router.route(other.path()).handler(context -> other.handle(context.request()));
    other.on(router);
    for (Route route : routes) {
      router.route(route.method(), route.path()).handler(context -> serve(route, context));
    }
    router.get(WEBSOCKET_PATH).handler(upgrade);
    allowedMethods()
        .forEach(
            (path, allowed) -> router.route(path).handler(context -> refuse(context, allowed)));
    router.route().handler(context -> context.fail(fault(ErrorCode.NOT_FOUND)));
    return router;
  }

  private Map<String, String> allowedMethods() {
    Map<String, String> allowed =
        routes.stream()
            .collect(
                Collectors.groupingBy(
                    Route::path,
                    TreeMap::new,
                    Collectors.mapping(route -> route.method().name(), Collectors.joining(", "))));
    allowed.put(WEBSOCKET_PATH, "GET");
    return allowed;
  }

  private static void refuse(RoutingContext context, String allowed) {
    context.response().putHeader("Allow", allowed);
    context.fail(fault(ErrorCode.METHOD_NOT_ALLOWED));
  }

  private void serve(Route route, RoutingContext context) {
    context.put(ROUTE_KEY, route.method() + " " + route.path());
    Bodies.hold(context.request());
    access(route, context)
        .map(access -> admitted(route, access))
        .compose(access -> answer(route, context, access))
        .onSuccess(answer -> write(answer, context.response()))
        .onFailure(context::fail);
  }

  private Future<Access> access(Route route, RoutingContext context) {
    String authorization = context.request().getHeader("Authorization");
    if (route.open()) {
      return Future.succeededFuture(Call.NOBODY);
    }
    return route.lasting()
        ? authenticator.admit(Credential.ofOpening(authorization))
        : authenticator.authenticate(Credential.ofHeader(authorization));
  }

  private Access admitted(Route route, Access access) {
    if (!route.open()) {
      limits.ask(access.principal());
    }
    Views.refuseWorkers(access);
    if (!route.viewers()) {
      Views.requireMore(access);
    }
    return access;
  }

  private Future<Answer> answer(Route route, RoutingContext context, Access access) {
    return body(route, context)
        .compose(body -> route.operation().answer(new Call(context, access, route.query(), body)));
  }

  private Future<Buffer> body(Route route, RoutingContext context) {
    if (route.method().equals(HttpMethod.GET)) {
      Bodies.discard(context.request());
      return Future.succeededFuture(Buffer.buffer());
    }
    return bodies.read(context.request());
  }

  private static void write(Answer answer, HttpServerResponse response) {
    switch (answer) {
      case Answer.Json(int status, Map<String, String> headers, String text) -> {
        if (!response.closed()) {
          headers.forEach(response::putHeader);
          response.setStatusCode(status).putHeader("Content-Type", "application/json").end(text);
        }
      }
      case Answer.Streaming() -> {}
    }
  }

  private static Fault fault(ErrorCode code) {
    return new Fault(code, code.meaning());
  }
}
