package dev.holdfast.gateway.mcp.rpc;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.shared.error.Fault;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one message; its refusals are those of JSON-RPC. */
public final class RpcReader {
  private static final int MARK_MAX = 200;
  private static final int METHOD_MAX = 200;

  private RpcReader() {}

  /**
   * The message in the text. A batch is refused: only 2025-03-26 had them, and no client of it is
   * known to send one.
   */
  public static RpcMessage read(String text) {
    Fields fields = parse(text);
    try {
      return message(fields);
    } catch (Fault fault) {
      throw RpcRefusal.of(RpcCode.INVALID_REQUEST, fault.detail());
    }
  }

  private static Fields parse(String text) {
    if (text.stripLeading().startsWith("[")) {
      throw RpcRefusal.of(RpcCode.INVALID_REQUEST, "one message a request, no batches");
    }
    try {
      return StrictJson.object(text);
    } catch (Fault fault) {
      throw RpcRefusal.of(RpcCode.PARSE_ERROR, fault.detail());
    }
  }

  private static RpcMessage message(Fields fields) {
    if (!fields.text("jsonrpc", 1, METHOD_MAX).equals("2.0")) {
      throw RpcRefusal.of(RpcCode.INVALID_REQUEST, "jsonrpc must be 2.0");
    }
    String method = fields.textOrNull("method", 1, METHOD_MAX);
    if (method == null) {
      return response(fields);
    }
    Fields params = orNone(fields.objectOrNull("params"));
    return EntryFields.has(fields, "id")
        ? new RpcMessage.Request(fields.mark("id", MARK_MAX), method, params)
        : new RpcMessage.Notification(method, params);
  }

  /** The ids of our requests are strings. */
  private static RpcMessage response(Fields fields) {
    if (!EntryFields.has(fields, "result") && !EntryFields.has(fields, "error")) {
      throw RpcRefusal.of(RpcCode.INVALID_REQUEST, "one of method, result, error is required");
    }
    return new RpcMessage.Response(
        Objects.requireNonNullElse(fields.textOrNull("id", 0, MARK_MAX), ""),
        Objects.requireNonNullElse(EntryFields.objectText(fields, "result"), ""),
        EntryFields.has(fields, "error"));
  }

  private static Fields orNone(@Nullable Fields fields) {
    return fields == null ? Fields.none() : fields;
  }
}
