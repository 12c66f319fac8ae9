package dev.holdfast.gateway.http;

import dev.holdfast.gateway.session.CorrelationId;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.ext.web.RoutingContext;

/** Gives every request an id and every response the same: the client's own where it is harmless. */
public final class RequestIds {
  static final String HEADER = "X-Request-Id";

  private static final String KEY = "request_id";

  private RequestIds() {}

  /** The first step of every request. */
  static void assign(RoutingContext context) {
    of(context);
    if (isDecodable(context)) {
      context.next();
    } else {
      context.fail(new Fault(ErrorCode.BAD_REQUEST, "the path has an escape that is none"));
    }
  }

  /** The request's id, settled when it is first asked for. */
  public static String of(RoutingContext context) {
    String settled = context.get(KEY);
    if (settled != null) {
      return settled;
    }
    String given = context.request().getHeader(HEADER);
    String id = CorrelationId.of(given);
    context.put(KEY, id);
    context.response().putHeader(HEADER, id);
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
