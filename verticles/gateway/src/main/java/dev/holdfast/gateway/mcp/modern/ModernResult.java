package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import java.util.function.Consumer;

/** Results of this era: each says what it is. */
final class ModernResult {
  private ModernResult() {}

  static McpAnswer complete(String id, Consumer<JsonOut> members) {
    return McpAnswer.message(text(id, "complete", members));
  }

  static McpAnswer task(String id, Consumer<JsonOut> members) {
    return McpAnswer.message(text(id, "task", members));
  }

  /** A result that a client may keep for itself for so many milliseconds. */
  static McpAnswer kept(String id, long ttlMs, Consumer<JsonOut> members) {
    return complete(
        id,
        out -> {
          members.accept(out);
          out.number("ttlMs", ttlMs).text("cacheScope", "private");
        });
  }

  static String text(String id, String type, Consumer<JsonOut> members) {
    return RpcOut.result(
        id,
        out -> {
          out.text("resultType", type);
          members.accept(out);
        });
  }
}
