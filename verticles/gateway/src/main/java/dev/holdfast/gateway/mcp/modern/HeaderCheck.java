package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the headers of a request against its body (SEP-2243). Values are compared exactly. */
final class HeaderCheck {
  private static final String OPENING = "=?base64?";
  private static final String CLOSING = "?=";
  private static final int NAME_MAX = 8_192;

  private HeaderCheck() {}

  static void require(Exchange exchange, RpcMessage.Request request, ModernMeta meta) {
    same(exchange, "MCP-Protocol-Version", meta.version());
    same(exchange, "Mcp-Method", request.method());
    nameOf(request).ifPresent(name -> same(exchange, "Mcp-Name", name));
  }

  /** What the request is about, where its method names something. */
  private static Optional<String> nameOf(RpcMessage.Request request) {
    return switch (request.method()) {
      case "tools/call", "prompts/get" -> text(request, "name");
      case "resources/read" -> text(request, "uri");
      case "tasks/get", "tasks/update", "tasks/cancel" -> text(request, "taskId");
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(RpcMessage.Request request, String name) {
    return Optional.ofNullable(request.params().textOrNull(name, 0, NAME_MAX));
  }

  private static void same(Exchange exchange, String header, String body) {
    String said = exchange.headers().get(header);
    if (said == null || !body.equals(decoded(said))) {
      throw RpcRefusal.of(
          RpcCode.HEADER_MISMATCH,
          said == null
              ? "the header " + header + " is required"
              : "the header " + header + " says something else than the body");
    }
  }

  /** A value that a header cannot carry stands there as base64; null where that is none. */
  private static @Nullable String decoded(String value) {
    if (!value.startsWith(OPENING)
        || !value.endsWith(CLOSING)
        || value.length() < OPENING.length() + CLOSING.length()) {
      return value;
    }
    try {
      byte[] bytes =
          Base64.getDecoder()
              .decode(value.substring(OPENING.length(), value.length() - CLOSING.length()));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return null;
    }
  }
}
