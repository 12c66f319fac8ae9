package dev.holdfast.gateway.http;

import dev.holdfast.gateway.session.CorrelationId;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Gives every request an id and every response the same: the client's own where it is harmless. */
public final class RequestIds {
  static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");

  private RequestIds() {}

  /** The first step of every request to the router. */
  static void assign(RoutingContext context) {
    of(context.request());
    if (isDecodable(context)) {
      context.next();
    } else {
      context.fail(new Fault(ErrorCode.BAD_REQUEST, "the path has an escape that is none"));
    }
  }

  /** The request's id, settled when it is first asked for; from then on its response has it. */
  public static String of(HttpServerRequest request) {
    MultiMap told = request.response().headers();
    String settled = told.get(HEADER);
    if (settled != null) {
      return settled;
    }
    String id = CorrelationId.of(request.getHeader(HEADER));
    told.set(HEADER, id);
    return id;
  }

  /** Matching routes against an undecodable path would throw, and nobody would answer. */
  private static boolean isDecodable(RoutingContext context) {
    try {
      context.normalizedPath();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
