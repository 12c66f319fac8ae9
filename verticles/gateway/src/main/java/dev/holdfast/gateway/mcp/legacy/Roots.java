package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.McpSession;
import io.vertx.core.Future;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders that a client works in. It is asked on the stream of {@code GET}, again after it said
 * that they changed; the answer may come to any pod and is kept with the session of the protocol.
 * They are shown, and nothing is decided by them.
 */
final class Roots {
  static final String CHANGED = "notifications/roots/list_changed";

  private static final String CAPABILITY = "roots";
  private static final String PREFIX = "roots";
  private static final Pattern ID = Pattern.compile(PREFIX + "_([0-9]{1,18})_");
  private static final int ROOTS_MAX = 100;
  private static final int URI_MAX = 2_048;
  private static final int NAME_MAX = 200;

  private final McpSessions mcp;

  Roots(McpSessions mcp) {
    this.mcp = mcp;
  }

  /**
   * Each asks under an id of its own, as no message may be on two streams. It says which time that
   * is, so that the answer to an older question changes nothing.
   */
  static String question(long time) {
    return RpcOut.request(RandomId.mint(PREFIX + "_" + time), "roots/list", "{}");
  }

  /** Which time was asked; none has the number 0. */
  private static long time(String id) {
    Matcher asked = ID.matcher(id);
    return asked.lookingAt() ? Long.parseLong(asked.group(1)) : 0;
  }

  static boolean isAnswer(RpcMessage.Response response) {
    return response.id().startsWith(PREFIX + "_");
  }

  /** A client that cannot say has none, and is not asked again before it says that they changed. */
  Future<McpSession> answered(Exchange exchange, McpSession session, RpcMessage.Response response) {
    String roots = response.failed() ? "[]" : read(response.result());
    return mcp.setRoots(exchange.principal(), session.id(), roots, time(response.id()));
  }

  /** What is known is no more true. */
  Future<?> changed(Exchange exchange, McpSession session) {
    return ClientInfo.capabilities(session).contains(CAPABILITY)
        ? mcp.setRoots(exchange.principal(), session.id(), null, 0)
        : Future.succeededFuture();
  }

  private static String read(String result) {
    try {
      List<Fields> roots = EntryFields.objects(StrictJson.object(result), CAPABILITY);
      if (roots.size() > ROOTS_MAX) {
        throw refused("at most " + ROOTS_MAX + " roots are taken");
      }
      return "["
          + String.join(
              ",",
              roots.stream()
                  .map(root ->
                      JsonOut.object(out ->
                          out.text("uri", root.text("uri", 1, URI_MAX))
                              .text("name", root.textOrNull("name", 0, NAME_MAX))))
                  .toList())
          + "]";
    } catch (Fault fault) {
      throw refused(fault.detail());
    }
  }

  private static RpcRefusal refused(String why) {
    return RpcRefusal.of(RpcCode.INVALID_PARAMS, why);
  }
}
