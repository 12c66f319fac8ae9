package dev.holdfast.loadtests.herd;

/** Judges the numbers that come to one watcher over all its connections. */
final class Order {
  /** What is wrong with a number. */
  enum Fault {
    NONE,
    /** Numbers before it did not come. */
    LOST,
    /** It had come. */
    REPEATED,
    /** It is before one that came, and had been missing. */
    LATE
  }

  private volatile long last;
  private long missingFrom = Long.MAX_VALUE;

  Order(long after) {
    last = after;
  }

  /** The greatest number so far. */
  long last() {
    return last;
  }

  Fault take(long seq) {
    long had = last;
    if (seq == had + 1) {
      last = seq;
      return Fault.NONE;
    }
    if (seq <= had) {
      return seq >= missingFrom ? Fault.LATE : Fault.REPEATED;
    }
    missingFrom = Math.min(missingFrom, had + 1);
    last = seq;
    return Fault.LOST;
  }
}
