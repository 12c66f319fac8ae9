package dev.holdfast.gateway.mcp.rpc;

/**
 * The error codes of JSON-RPC 2.0 (section 5.1) and of the Model Context Protocol 2026-07-28, each
 * with the HTTP status of a request that is refused as a whole.
 */
public enum RpcCode {
  PARSE_ERROR(-32700, 400),
  INVALID_REQUEST(-32600, 400),
  METHOD_NOT_FOUND(-32601, 404),
  INVALID_PARAMS(-32602, 400),
  INTERNAL_ERROR(-32603, 500),
  /** Of servers with sessions, up to 2025-11-25. */
  RESOURCE_NOT_FOUND(-32002, 200),
  /** The session is not known: the client has to initialize again. */
  UNKNOWN_SESSION(-32001, 404),
  /** Of the draft SEP-2694: events after the position are no more. */
  EVENTS_GONE(-32010, 200),
  /** A header says something else than the body. */
  HEADER_MISMATCH(-32020, 400),
  /** The client did not declare what the request needs. */
  MISSING_CAPABILITY(-32021, 400),
  UNSUPPORTED_VERSION(-32022, 400);

  private final int number;
  private final int httpStatus;

  RpcCode(int number, int httpStatus) {
    this.number = number;
    this.httpStatus = httpStatus;
  }

  public int number() {
    return number;
  }

  public int httpStatus() {
    return httpStatus;
  }
}
