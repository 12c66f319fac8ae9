package dev.holdfast.loadtests.benchmark;

import java.util.Arrays;

/** Nanoseconds, one after the other; of one thread. */
final class Latencies {
  private long[] nanos = new long[1 << 16];
  private int size;

  void add(long each) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = each;
  }

  long[] all() {
    return Arrays.copyOf(nanos, size);
  }
}
