package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.mcp.exchange.LogLevel;
import dev.holdfast.gateway.mcp.offers.Offers;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.McpSession;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a client wants to be told without asking each time; kept with its session. */
final class Wishes {
  private static final int URI_MAX = 2_048;
  private static final int LEVEL_MAX = 40;

  private final McpSessions mcp;
  private final Offers offers;

  Wishes(McpSessions mcp, Offers offers) {
    this.mcp = mcp;
    this.offers = offers;
  }

  /** From which level on it is told what agents log. */
  Future<Void> setLevel(Principal principal, McpSession session, Fields params) {
    LogLevel level =
        LogLevel.ofWire(params.text("level", 1, LEVEL_MAX)).orElseThrow(Wishes::noLevel);
    return mcp.setLogLevel(principal, session.id(), level.wire()).mapEmpty();
  }

  /** Of which resource it is told when it changes; one that is never told of is not kept. */
  Future<Void> subscribe(Principal principal, McpSession session, Fields params, boolean on) {
    String uri = params.text("uri", 1, URI_MAX);
    return on
        ? offers
            .source(principal, uri)
            .compose(source ->
                source.isPresent()
                    ? mcp.subscribe(principal, session.id(), uri, true).mapEmpty()
                    : Future.succeededFuture())
        : mcp.subscribe(principal, session.id(), uri, false).mapEmpty();
  }

  private static RpcRefusal noLevel() {
    return RpcRefusal.answered(
        RpcCode.INVALID_PARAMS,
        "level must be one of "
            + Arrays.stream(LogLevel.values())
                .map(LogLevel::wire)
                .collect(Collectors.joining(", ")));
  }
}
