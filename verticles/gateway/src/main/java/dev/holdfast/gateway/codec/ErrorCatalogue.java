package dev.holdfast.gateway.codec;

import dev.holdfast.shared.error.ErrorCode;

/** The catalogue of errors as the document {@code docs/protocol/errors.md}. */
public final class ErrorCatalogue {
  private ErrorCatalogue() {}

  /** The whole document, Markdown. */
  public static String render() {
    StringBuilder text =
        new StringBuilder(
            """
            # Errors

            Generated from `ErrorCode`; a test compares. Every error, on every protocol, has the same
            members: `code` (below), `message` (what is wrong with this request), `request_id`, `retryable`
            and, where that is true, `retry_after_ms`. Over HTTP they are part of a problem document (RFC 9457) of type
            `urn:holdfast:error:<code>`; over a WebSocket they are a frame with `"op":"error"`.

            - **HTTP**: the status of the response.
            - **Close**: the code a WebSocket is closed with where this error ends the connection;
              `-` where it is only a reply.
            - **Retry**: the same request may succeed later, unchanged. HTTP then says `Retry-After`.
            - **Reconnect**: a client whose socket was closed with this code should connect again.

            | Code | HTTP | Close | Retry | Reconnect | Meaning |
            |---|---|---|---|---|---|
            """);
    for (ErrorCode code : ErrorCode.values()) {
      text.append("| `").append(code.wire()).append("` | ").append(code.httpStatus());
      text.append(" | ").append(code.closeCode() == 0 ? "-" : code.closeCode());
      text.append(" | ").append(code.retryable() ? "yes" : "no");
      text.append(" | ").append(code.reconnect() ? "yes" : "no");
      text.append(" | ").append(code.meaning()).append(" |\n");
    }
    return text.toString();
  }
}
