package dev.holdfast.gateway.mcp.rpc;

import dev.holdfast.gateway.codec.Fields;

/** One message of a client. */
public sealed interface RpcMessage {
  /**
   * Wants an answer.
   *
   * @param id a number or a string, as JSON text
   * @param params empty where there are none
   */
  record Request(String id, String method, Fields params) implements RpcMessage {}

  /** Wants none. */
  record Notification(String method, Fields params) implements RpcMessage {}

  /**
   * Answers a request of the server.
   *
   * @param id as the server chose it; what was no string is empty
   * @param result one JSON object as text; empty where it is an error
   * @param failed whether the client could not do what it was asked
   */
  record Response(String id, String result, boolean failed) implements RpcMessage {}
}
