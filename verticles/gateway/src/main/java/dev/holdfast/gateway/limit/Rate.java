package dev.holdfast.gateway.limit;

/**
 * So many a second, of which one second's worth may come at once. A bucket at that rate is one
 * number: the time at which it would be full again.
 *
 * @param perSecond 0 for any number
 */
record Rate(int perSecond) {
  /** A bucket that was never drawn from. */
  static final long FULL = Long.MIN_VALUE;

  private static final long SECOND_NANOS = 1_000_000_000;

  boolean unlimited() {
    return perSecond == 0;
  }

  /** The bucket after so many were drawn at that time. */
  long after(long bucket, long now, long count) {
    return Math.max(bucket, now) + count * SECOND_NANOS / perSecond;
  }

  /** Nanoseconds until a bucket that was drawn from may be so; not positive where it may. */
  static long owed(long bucket, long now) {
    return bucket - now - SECOND_NANOS;
  }
}
