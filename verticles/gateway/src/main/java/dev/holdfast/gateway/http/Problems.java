package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.ErrorJson;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every failure of a request, as a problem document (RFC 9457). */
public final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final long SECOND_MS = 1_000;

  private Problems() {}

  static void write(RoutingContext context) {
    Fault fault = fault(context);
    log(context, fault);
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      context.request().connection().close();
      return;
    }
    response.setStatusCode(fault.code().httpStatus()).putHeader("Content-Type", MEDIA_TYPE);
    if (fault.code() == ErrorCode.UNAUTHENTICATED) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    fault.retryAfterMs().ifPresent(ms -> response.putHeader("Retry-After", seconds(ms)));
    response.end(ErrorJson.problem(fault, RequestIds.of(context.request())));
    Bodies.discard(context.request());
  }

  /** Whole seconds (RFC 9110, section 10.2.3), never too few. */
  public static String seconds(long ms) {
    return Long.toString(Math.ceilDiv(ms, SECOND_MS));
  }

  /** What the router itself refuses has a status and no fault. */
  private static Fault fault(RoutingContext context) {
    Throwable failure = context.failure();
    if (failure instanceof Fault fault) {
      return fault;
    }
    ErrorCode code =
        switch (context.statusCode()) {
          case 400 -> ErrorCode.BAD_REQUEST;
          case 404 -> ErrorCode.NOT_FOUND;
          default -> ErrorCode.INTERNAL;
        };
    return new Fault(code, code.meaning(), failure);
  }

  private static void log(RoutingContext context, Fault fault) {
    if (fault.code() == ErrorCode.INTERNAL) {
      LOG.atError()
          .addKeyValue("request_id", RequestIds.of(context.request()))
          .setCause(fault.getCause())
          .log("{} failed", route(context));
    } else if (fault.code().httpStatus() >= 500 && fault.getCause() != null) {
      LOG.atWarn()
          .addKeyValue("request_id", RequestIds.of(context.request()))
          .log("a request failed: {}", fault.detail());
    }
  }

  /** The route as declared: a real path has ids in it. */
  private static String route(RoutingContext context) {
    Object route = context.get(HttpApi.ROUTE_KEY);
    return route == null ? "routing" : route.toString();
  }
}
