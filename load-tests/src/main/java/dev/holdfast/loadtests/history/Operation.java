package dev.holdfast.loadtests.history;

/**
 * One operation as its caller saw it.
 *
 * @param called nanoseconds on the clock of the one process that made all calls
 * @param answered nanoseconds; of an unknown outcome it does not count
 */
public record Operation(Seen seen, long called, long answered) {
  /** The latest time at which it took effect; never, where the outcome is unknown. */
  long latest() {
    return seen.unknown() ? Long.MAX_VALUE : answered;
  }
}
