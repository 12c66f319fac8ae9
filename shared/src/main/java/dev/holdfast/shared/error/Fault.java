package dev.holdfast.shared.error;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An operational error on its way to a client: an entry of the catalogue and a detail that names
 * the thing and the limit.
 *
 * <p>A fault is expected in operation and therefore carries no stack trace. The detail reaches the
 * client: it never contains a credential, another principal's data or an inner exception's text.
 */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final long RETRY_AFTER_MS = 1_000;

  private final ErrorCode code;
  private final long retryAfterMs;

  public Fault(ErrorCode code, String detail) {
    this(code, detail, RETRY_AFTER_MS, null);
  }

  /** Wraps the failure of a store or peer; the cause is for the log, the detail for the client. */
  public Fault(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, RETRY_AFTER_MS, cause);
  }

  private Fault(ErrorCode code, String detail, long retryAfterMs, @Nullable Throwable cause) {
    super(detail, cause, false, false);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** A limit that is known to have room again in so many milliseconds. */
  public static Fault retryAfter(ErrorCode code, String detail, long retryAfterMs) {
    return new Fault(code, detail, Math.max(1, retryAfterMs), null);
  }

  public ErrorCode code() {
    return code;
  }

  /**
   * Milliseconds after which the same request is worth another try, 1000 where nothing is known;
   * empty where it is not retryable.
   */
  public OptionalLong retryAfterMs() {
    return code.retryable() ? OptionalLong.of(retryAfterMs) : OptionalLong.empty();
  }

  /** What the client is told. */
  public String detail() {
    String message = getMessage();
    return message == null ? code.meaning() : message;
  }

  /** The fault itself, or {@link ErrorCode#INTERNAL} for anything that is a bug. */
  public static Fault of(Throwable failure) {
    return failure instanceof Fault fault
        ? fault
        : new Fault(ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning(), failure);
  }
}
