package dev.holdfast.loadtests.benchmark;

import java.util.Arrays;

/**
 * What one round of one contestant was.
 *
 * @param operations that succeeded
 * @param nanos of the round
 * @param clientCpuNanos of this process
 * @param serverCpuNanos of the server that was asked
 * @param p50Micros half of the operations were faster
 * @param p99Micros 99 of 100 were faster
 */
record Sample(
    long operations,
    long nanos,
    long clientCpuNanos,
    long serverCpuNanos,
    double p50Micros,
    double p99Micros) {
  double perSecond() {
    return operations * 1e9 / nanos;
  }

  double clientCpuMicros() {
    return clientCpuNanos / 1e3 / operations;
  }

  double serverCpuMicros() {
    return serverCpuNanos / 1e3 / operations;
  }

  /**
   * @param latencies nanoseconds each
   */
  static Sample of(long[] latencies, long nanos, long clientCpuNanos, long serverCpuNanos) {
    long[] sorted = latencies.clone();
    Arrays.sort(sorted);
    return new Sample(
        sorted.length, nanos, clientCpuNanos, serverCpuNanos, at(sorted, 0.50), at(sorted, 0.99));
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * part)] / 1e3;
  }
}
