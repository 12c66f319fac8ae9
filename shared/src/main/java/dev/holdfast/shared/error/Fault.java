package dev.holdfast.shared.error;

/**
 * An operational error on its way to a client: an entry of the catalogue and a detail that names
 * the thing and the limit.
 *
 * <p>A fault is expected in operation and therefore carries no stack trace. The detail reaches the
 * client: it never contains a credential, another principal's data or an inner exception's text.
 */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public Fault(ErrorCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  /** Wraps the failure of a store or peer; the cause is for the log, the detail for the client. */
  public Fault(ErrorCode code, String detail, Throwable cause) {
    super(detail, cause, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
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
