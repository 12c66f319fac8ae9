package dev.holdfast.loadtests.herd;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** How long deliveries took, in microseconds; of one thread. */
final class Delays {
  private static final int FIRST = 1 << 14;

  private final long wallMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  private final long nanos = System.nanoTime();
  private int[] micros = new int[FIRST];
  private int count;

  long nowMicros() {
    return wallMicros + (System.nanoTime() - nanos) / 1_000;
  }

  void note(long each) {
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, count * 2);
    }
    micros[count++] = Math.clamp(each, 0, Integer.MAX_VALUE);
  }

  /** All since this was asked before. */
  int[] taken() {
    int[] all = Arrays.copyOf(micros, count);
    count = 0;
    return all;
  }
}
