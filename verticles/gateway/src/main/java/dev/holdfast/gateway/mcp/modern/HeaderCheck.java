package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the headers of a request against its body (SEP-2243). Values are compared exactly. */
final class HeaderCheck {
  private static final String OPENING = "=?base64?";
  private static final String CLOSING = "?=";
  private static final int NAME_MAX = 8_192;
  private static final int BASE64_GROUP = 4;

  private HeaderCheck() {}

  static void require(Exchange exchange, RpcMessage.Request request, ModernMeta meta) {
    same(exchange, "MCP-Protocol-Version", meta.version());
    same(exchange, "Mcp-Method", request.method());
    nameOf(request).ifPresent(name -> same(exchange, "Mcp-Name", name));
  }

  /**
   * Holds the headers that a tool wants against its arguments: an argument and its header are both
   * there and the same, or both absent.
   *
   * @param headers by argument
   */
  static void requireArguments(
      Exchange exchange, RpcMessage.Request request, Map<String, String> headers) {
    Fields arguments = request.params().objectOrNull("arguments");
    headers.forEach((argument, header) -> {
      String value = arguments == null ? null : EntryFields.scalarText(arguments, argument);
      String said = exchange.headers().get("Mcp-Param-" + header);
      if (!Objects.equals(value, said == null ? null : decoded(said))
          || (said == null) != (value == null)) {
        throw RpcRefusal.of(
            RpcCode.HEADER_MISMATCH,
            "the header Mcp-Param-" + header + " must say what the argument " + argument + " says");
      }
    });
  }

  /** What the request is about, where its method names something. */
  private static Optional<String> nameOf(RpcMessage.Request request) {
    return switch (request.method()) {
      case "tools/call", "prompts/get" -> text(request, "name");
      case "resources/read" -> text(request, "uri");
      case "tasks/get", "tasks/update", "tasks/cancel", "tasks/stream" -> text(request, "taskId");
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
    String encoded = value.substring(OPENING.length(), value.length() - CLOSING.length());
    if (encoded.length() % BASE64_GROUP != 0) { // the decoder would take it without its padding
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return null;
    }
  }
}
