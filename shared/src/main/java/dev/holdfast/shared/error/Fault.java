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
  private final @Nullable Long earliest;

  public Fault(ErrorCode code, String detail) {
    this(code, detail, RETRY_AFTER_MS, null, null);
  }

  /** Wraps the failure of a store or peer; the cause is for the log, the detail for the client. */
  public Fault(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, RETRY_AFTER_MS, null, cause);
  }

  private Fault(
      ErrorCode code,
      String detail,
      long retryAfterMs,
      @Nullable Long earliest,
      @Nullable Throwable cause) {
    super(detail, cause, false, false);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.earliest = earliest;
  }

  /** A limit that is known to have room again in so many milliseconds. */
  public static Fault retryAfter(ErrorCode code, String detail, long retryAfterMs) {
    return new Fault(code, detail, Math.max(1, retryAfterMs), null, null);
  }

  /** History was trimmed; after this position nothing of it is missing. */
  public static Fault trimmed(long earliest) {
    return new Fault(
        ErrorCode.HISTORY_TRIMMED,
        "events after the position were trimmed; nothing is missing after "
            + earliest
            + ", take a snapshot, or accept gaps with on_gap=continue",
        RETRY_AFTER_MS,
        earliest,
        null);
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

  /** After which position history is whole, where this is about a trimmed one. */
  public OptionalLong earliest() {
    return earliest == null ? OptionalLong.empty() : OptionalLong.of(earliest);
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
