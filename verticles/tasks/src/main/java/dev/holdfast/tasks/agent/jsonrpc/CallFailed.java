package dev.holdfast.tasks.agent.jsonrpc;

/** A question of ours that got no result; the message is one line for the task's owner. */
public final class CallFailed extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why there is none. */
  public enum Why {
    /** The other side answered with an error. */
    REFUSED,
    /** The other side is gone, or said something that is no message. */
    GONE,
    /** The same because the other side was not there, or too busy; that may pass. */
    AWAY,
    /** It took too long. */
    LATE,
    /** The attempt is to stop. */
    CANCELLED
  }

  private final Why why;
  private final int code;

  CallFailed(Why why, int code, String message) {
    super(message, null, false, false);
    this.why = why;
    this.code = code;
  }

  public Why why() {
    return why;
  }

  /** The error's code where it was refused; else 0. */
  public int code() {
    return code;
  }

  /** One line for the task's owner. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
