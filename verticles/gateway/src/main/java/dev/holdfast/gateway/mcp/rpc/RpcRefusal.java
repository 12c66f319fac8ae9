package dev.holdfast.gateway.mcp.rpc;

import dev.holdfast.gateway.codec.JsonOut;
import org.jspecify.annotations.Nullable;

/** A request that is answered with a JSON-RPC error. */
public final class RpcRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RpcCode code;
  private final int httpStatus;
  private final @Nullable String data;

  private RpcRefusal(RpcCode code, int httpStatus, String message, @Nullable String data) {
    super(message, null, false, false);
    this.code = code;
    this.httpStatus = httpStatus;
    this.data = data;
  }

  /** The request itself is refused, with the HTTP status of its code. */
  public static RpcRefusal of(RpcCode code, String message) {
    return new RpcRefusal(code, code.httpStatus(), message, null);
  }

  /**
   * The same.
   *
   * @param data one JSON value as text
   */
  public static RpcRefusal of(RpcCode code, String message, String data) {
    return new RpcRefusal(code, code.httpStatus(), message, data);
  }

  /** The same with another HTTP status. */
  public static RpcRefusal with(int httpStatus, RpcCode code, String message) {
    return new RpcRefusal(code, httpStatus, message, null);
  }

  /** A well-formed request came to nothing: the error is an answer like another. */
  public static RpcRefusal answered(RpcCode code, String message) {
    return new RpcRefusal(code, 200, message, null);
  }

  /** The same with data. */
  public static RpcRefusal answered(RpcCode code, String message, String data) {
    return new RpcRefusal(code, 200, message, data);
  }

  /** The client did not declare a capability. */
  public static RpcRefusal missing(String capability) {
    return of(
        RpcCode.MISSING_CAPABILITY,
        "this needs the capability " + capability,
        JsonOut.object(data ->
            data.object("requiredCapabilities", all -> all.object(capability, none -> {}))));
  }

  public RpcCode code() {
    return code;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public String message() {
    String message = getMessage();
    return message == null ? code.name() : message;
  }

  /** One JSON value as text; null for none. */
  public @Nullable String data() {
    return data;
  }
}
