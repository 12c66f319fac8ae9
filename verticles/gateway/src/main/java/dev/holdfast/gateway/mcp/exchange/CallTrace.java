package dev.holdfast.gateway.mcp.exchange;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.trace.TraceParent;
import java.util.Optional;

/**
 * Of which trace a call says that it is a part: {@code traceparent} in {@code _meta} (SEP-414),
 * which comes from who made the call, before the header, which may come from a proxy.
 */
public final class CallTrace {
  /** More than any version so far has, so that a later one counts as absent and not as wrong. */
  private static final int MAX = 200;

  private CallTrace() {}

  public static Optional<TraceParent> of(Exchange exchange, Fields params) {
    Fields meta = params.objectOrNull("_meta");
    String own = meta == null ? null : meta.textOrNull(TraceParent.NAME, 0, MAX);
    return TraceParent.parse(own == null ? exchange.headers().get(TraceParent.NAME) : own);
  }
}
