package dev.holdfast.gateway.http;

import dev.holdfast.shared.identity.RandomId;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Gives every request an id and every response the same: the client's own where it is harmless. */
final class RequestIds {
  static final String HEADER = "X-Request-Id";

  private static final String KEY = "request_id";
  private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private RequestIds() {}

  static void assign(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    String id = given != null && FORMAT.matcher(given).matches() ? given : RandomId.mint("req");
    context.put(KEY, id);
    context.response().putHeader(HEADER, id);
    context.next();
  }

  static String of(RoutingContext context) {
    return context.get(KEY, "");
  }
}
