package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.shared.message.McpSession;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is kept of what a client says at {@code initialize}: its name, and those of its capabilities
 * that are made use of. All else may be of any size, and nothing rests on it.
 */
final class ClientInfo {
  private static final List<String> USED = List.of("elicitation", "sampling", "roots");
  private static final int NAME_MAX = 500;

  /** Versions are dates, in the order of their letters. */
  private static final String POSITIONS_SINCE = "2025-11-25";

  private ClientInfo() {}

  /** Who it says it is; refuses names of more than 500 characters. */
  static String client(Fields params) {
    Fields info = params.objectOrNull("clientInfo");
    return JsonOut.object(out -> {
      if (info != null) {
        out.text("name", text(info, "name")).text("version", text(info, "version"));
      }
    });
  }

  /** What it says it can do. */
  static String capabilities(Fields params) {
    Fields all = params.objectOrNull("capabilities");
    return JsonOut.object(out ->
        USED.stream()
            .filter(name -> all != null && all.objectOrNull(name) != null)
            .forEach(name -> out.object(name, none -> {})));
  }

  /** The names of what the client of a session can do. */
  static Set<String> capabilities(McpSession session) {
    Fields all = StrictJson.object(session.capabilities());
    return USED.stream()
        .filter(name -> all.objectOrNull(name) != null)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether the client of a session takes events that have an id and no message (SEP-1699): they
   * came with 2025-11-25, and clients that agreed on less read them as broken messages.
   */
  static boolean takesPositions(McpSession session) {
    return session.protocolVersion().compareTo(POSITIONS_SINCE) >= 0;
  }

  private static String text(Fields info, String name) {
    String text = info.textOrNull(name, 0, Integer.MAX_VALUE);
    if (text != null && text.length() > NAME_MAX) {
      throw RpcRefusal.of(
          RpcCode.INVALID_PARAMS,
          "clientInfo." + name + " must have at most " + NAME_MAX + " characters");
    }
    return text == null ? "" : text;
  }
}
