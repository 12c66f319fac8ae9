package dev.holdfast.gateway.codec;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;

/**
 * The one error envelope: {@code code}, {@code message}, {@code request_id}, {@code retryable}, and
 * {@code retry_after_ms} where it is retryable.
 */
public final class ErrorJson {
  private ErrorJson() {}

  /**
   * Writes the envelope.
   *
   * @param requestId the caller's mark as JSON text
   */
  public static void write(JsonOut out, Fault fault, String requestId) {
    out.text("code", fault.code().wire())
        .text("message", fault.detail())
        .json("request_id", requestId)
        .flag("retryable", fault.code().retryable());
    fault.earliest().ifPresent(seq -> out.number("earliest", seq));
    fault.retryAfterMs().ifPresent(ms -> out.number("retry_after_ms", ms));
  }

  /** The envelope as a problem document (RFC 9457). */
  public static String problem(Fault fault, String requestId) {
    ErrorCode code = fault.code();
    return JsonOut.object(out -> {
      out.text("type", "urn:holdfast:error:" + code.wire())
          .text("title", code.meaning())
          .number("status", code.httpStatus())
          .text("detail", fault.detail());
      write(out, fault, JsonOut.quoted(requestId));
    });
  }
}
