package dev.holdfast.loadtests.fault;

/**
 * A fault as it befell a stage.
 *
 * @param victim the pod's name, or {@link Fault#EVERY}
 * @param fromMs milliseconds since 1970 at which it began
 * @param untilMs the same when the stage was whole again
 */
public record Harm(Fault fault, String victim, long fromMs, long untilMs) {
  /** Whether an attempt of that pod that was at work in that time may have been lost to it. */
  public boolean takes(String pod, long startedMs, long endedMs) {
    return fault.losesAttempts() && victim.equals(pod) && fromMs <= endedMs && untilMs >= startedMs;
  }

  /** Whether it lasted in some of that time. */
  public boolean overlaps(long from, long until) {
    return fromMs <= until && untilMs >= from;
  }
}
