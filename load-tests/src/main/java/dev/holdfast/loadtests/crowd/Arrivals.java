package dev.holdfast.loadtests.crowd;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** How long each delivery of one command took, and which are still awaited. */
final class Arrivals {
  private static final int RING = 1 << 16;

  private final int[] awaited = new int[RING];
  private final long started = System.nanoTime();
  private long[] nanos = new long[1 << 16];
  private int count;
  private long missing;
  private int incomplete;
  private long lastNanos = started;

  /** A message goes out, to so many. */
  void expect(int number, int watchers) {
    awaited[number & (RING - 1)] = watchers;
    missing += watchers;
    incomplete += watchers > 0 ? 1 : 0;
  }

  void came(int number, long since, long now) {
    int left = --awaited[number & (RING - 1)];
    if (left < 0) {
      throw new IllegalStateException("message " + number + " came too often");
    }
    incomplete -= left == 0 ? 1 : 0;
    missing--;
    took(now - since, now);
  }

  /** Something took so long. */
  void took(long each, long now) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = each;
    lastNanos = now;
  }

  /** Messages of which a delivery is awaited. */
  int incomplete() {
    return incomplete;
  }

  int count() {
    return count;
  }

  JsonObject told() {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new JsonObject()
        .put("operations", count)
        .put("nanos", Math.max(1, lastNanos - started))
        .put("p50_us", at(sorted, 0.50))
        .put("p99_us", at(sorted, 0.99))
        .put("missing", missing);
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * part)] / 1e3;
  }
}
