package dev.holdfast.loadtests.herd;

import java.util.OptionalLong;

/**
 * How a connection ended.
 *
 * @param code of {@link How#REFUSED} the status or, after the upgrade, the code of the close; of
 *     {@link How#CLOSED} that of the close; 4008 as well where a stream's last event says {@code
 *     slow_consumer}; else 0
 * @param ready whether it had watched
 * @param retryAfterMs what the server said when to come again
 */
public record Ending(How how, int code, boolean ready, OptionalLong retryAfterMs) {
  /** Closed because nothing was read. */
  public static final int SLOW_CONSUMER = 4008;

  /** Closed because the pod stops. */
  public static final int SERVICE_RESTART = 1012;

  /** In which way. */
  public enum How {
    /** Nobody answered. */
    UNREACHABLE,
    /** Not let in. */
    REFUSED,
    /** In order, with a word why. */
    CLOSED,
    /** Without a word. */
    CUT
  }
}
