package dev.holdfast.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.LongSupplier;

/**
 * One bucket for each key, of which the least used are forgotten beyond a bound; for any number of
 * threads.
 */
final class Buckets {
  private final Rate rate;
  private final LongSupplier nanos;
  private final Cache<String, Long> buckets;

  /**
   * @param nanos a clock that only goes forward, from 0
   */
  Buckets(Rate rate, int keysMax, LongSupplier nanos) {
    this.rate = rate;
    this.nanos = nanos;
    this.buckets = Caffeine.newBuilder().maximumSize(keysMax).executor(Runnable::run).build();
  }

  /** Draws one where there is one; else nanoseconds until there is, and nothing is drawn. */
  long draw(String key) {
    if (rate.unlimited()) {
      return 0;
    }
    long now = nanos.getAsLong();
    long[] owed = new long[1];
    buckets
        .asMap()
        .compute(
            key,
            (same, bucket) -> {
              long before = bucket == null ? Rate.FULL : bucket;
              long after = rate.after(before, now, 1);
              owed[0] = Rate.owed(after, now);
              return owed[0] > 0 ? before : after;
            });
    return Math.max(0, owed[0]);
  }

  /** How many are remembered. */
  long size() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }
}
