package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.McpHeaders;
import dev.holdfast.gateway.mcp.exchange.ServerInfo;
import dev.holdfast.gateway.mcp.offers.Offers;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.shared.message.McpSession;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Makes a session of the protocol and tells what was agreed on. */
final class Initialize {
  /** The versions of this era that are served, the newest first. */
  static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26");

  static final String METHOD = "initialize";

  private static final int VERSION_MAX = 200;

  private final McpSessions mcp;

  Initialize(McpSessions mcp) {
    this.mcp = mcp;
  }

  /** Durable before the client learns the id. A version that is not served becomes the newest. */
  Future<McpAnswer> answer(Exchange exchange, RpcMessage.Request request) {
    Fields params = request.params();
    String wanted = params.text("protocolVersion", 1, VERSION_MAX);
    String version = VERSIONS.contains(wanted) ? wanted : VERSIONS.getFirst();
    return mcp.open(
            exchange.principal(),
            version,
            ClientInfo.client(params),
            ClientInfo.capabilities(params))
        .map(opened -> opened(request, opened));
  }

  private static McpAnswer opened(RpcMessage.Request request, McpSession opened) {
    return new McpAnswer.Message(
        200,
        Map.of(McpHeaders.SESSION.toString(), opened.id()),
        RpcOut.result(
            request.id(),
            out ->
                out.text("protocolVersion", opened.protocolVersion())
                    .object(
                        "capabilities",
                        all ->
                            Offers.capabilities(
                                all.object("tools", none -> {}).object("logging", none -> {})))
                    .object("serverInfo", ServerInfo::write)
                    .text("instructions", ServerInfo.INSTRUCTIONS)));
  }
}
