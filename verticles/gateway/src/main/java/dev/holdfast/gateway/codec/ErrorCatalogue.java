package dev.holdfast.gateway.codec;

import dev.holdfast.shared.error.CloseCode;
import dev.holdfast.shared.error.ErrorCode;

/** The catalogues of errors and of close codes as {@code docs/protocol/errors.md}. */
public final class ErrorCatalogue {
  private ErrorCatalogue() {}

  /** The whole document, Markdown. */
  public static String render() {
    StringBuilder text =
        new StringBuilder(
            """
            # Errors

            Generated from `ErrorCode` and `CloseCode`; a test compares. Every error, on every protocol, has the same
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
      text.append(" | ").append(code.close().map(each -> "" + each.code()).orElse("-"));
      text.append(" | ").append(code.retryable() ? "yes" : "no");
      text.append(" | ").append(code.reconnect() ? "yes" : "no");
      text.append(" | ").append(code.meaning()).append(" |\n");
    }
    text.append(
        """

        ## Close codes

        Every code that a pod closes a WebSocket with. **Reconnect**: the client should connect
        again as it is, to any pod, and resume from the last `seq` that arrived; where an `error` or
        `goaway` frame came before with `retry_after_ms`, not earlier than that. A client's own
        close is answered with its own code. 1006 is what a client's library says where a
        connection broke without a close: connect again.

        | Close | Name | Reconnect | Meaning |
        |---|---|---|---|
        """);
    for (CloseCode code : CloseCode.values()) {
      text.append("| ").append(code.code()).append(" | `").append(code.wire()).append("` | ");
      text.append(code.reconnect() ? "yes" : "no");
      text.append(" | ").append(code.meaning()).append(" |\n");
    }
    return text.toString();
  }
}
