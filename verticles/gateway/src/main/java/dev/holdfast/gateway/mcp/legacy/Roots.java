package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.McpSession;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
  private static final String NONE = "[]";

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
    String roots = response.failed() ? NONE : read(response.result());
    return mcp.setRoots(exchange.principal(), session.id(), roots, time(response.id()));
  }

  /** What is known is no more true. */
  Future<?> changed(Exchange exchange, McpSession session) {
    return ClientInfo.capabilities(session).contains(CAPABILITY)
        ? mcp.setRoots(exchange.principal(), session.id(), null, 0)
        : Future.succeededFuture();
  }

  /**
   * The first of them that can be kept. None is refused: clients neither answer again nor, some of
   * them, stay connected after a refusal.
   */
  private static String read(String result) {
    try {
      return EntryFields.objects(StrictJson.object(result), CAPABILITY).stream()
          .flatMap(root -> read(root).stream())
          .limit(ROOTS_MAX)
          .collect(Collectors.joining(",", "[", "]"));
    } catch (Fault unreadable) {
      return NONE;
    }
  }

  /** One folder; empty where it has no address, or one that is too long. */
  private static Optional<String> read(Fields root) {
    String uri = text(root, "uri", URI_MAX);
    return uri == null || uri.isEmpty()
        ? Optional.empty()
        : Optional.of(
            JsonOut.object(out -> out.text("uri", uri).text("name", text(root, "name", NAME_MAX))));
  }

  private static @Nullable String text(Fields root, String name, int max) {
    try {
      return root.textOrNull(name, 0, max);
    } catch (Fault tooLong) {
      return null;
    }
  }
}
