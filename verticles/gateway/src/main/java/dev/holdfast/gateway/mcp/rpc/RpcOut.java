package dev.holdfast.gateway.mcp.rpc;

import dev.holdfast.gateway.codec.JsonOut;
import java.util.function.Consumer;

/** Writes messages; always one line. */
public final class RpcOut {
  /** The id of a request whose own could not be read. */
  public static final String NO_ID = "null";

  private RpcOut() {}

  /**
   * The result of a request.
   *
   * @param id the request's, as JSON text
   */
  public static String result(String id, Consumer<JsonOut> result) {
    return JsonOut.object(
        out -> out.text("jsonrpc", "2.0").json("id", id).object("result", result));
  }

  /** The refusal of a request. */
  public static String error(String id, RpcRefusal refusal) {
    return JsonOut.object(out ->
        out.text("jsonrpc", "2.0")
            .json("id", id)
            .object(
                "error",
                error -> {
                  error
                      .number("code", (long) refusal.code().number())
                      .text("message", refusal.message());
                  String data = refusal.data();
                  if (data != null) {
                    error.json("data", data);
                  }
                }));
  }

  public static String notification(String method, Consumer<JsonOut> params) {
    return JsonOut.object(
        out -> out.text("jsonrpc", "2.0").text("method", method).object("params", params));
  }

  /**
   * A request of the server.
   *
   * @param id what the client answers with
   * @param params one JSON object as text
   */
  public static String request(String id, String method, String params) {
    return JsonOut.object(out ->
        out.text("jsonrpc", "2.0").text("id", id).text("method", method).json("params", params));
  }
}
