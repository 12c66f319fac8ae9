package dev.holdfast.loadtests.trial;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Whether others paid for those who did not read, and how much memory these took. */
final class StallJudge {
  private static final double P99_RATIO_MAX = 1.2;

  /** What differs between two collections of a pod at work. */
  private static final long NOISE_BYTES = 24 * PodMemory.MEBI;

  /** What a pod may touch of its heap meanwhile, whoever reads. */
  private static final long RESIDENT_NOISE_BYTES = 256 * PodMemory.MEBI;

  /**
   * One window.
   *
   * @param p99Ms of those who read, from the transaction of an event to its arrival
   * @param deliveries of which that is
   * @param unsentBytes that the kernel keeps for those who do not read
   * @param memory of the pod at the window's end
   */
  record Window(double p99Ms, int deliveries, long unsentBytes, PodMemory memory) {

    /** With what was measured at its begin where that is more. */
    Window orMore(long unsentAtFirst, PodMemory atFirst) {
      return new Window(
          p99Ms,
          deliveries,
          Math.max(unsentBytes, unsentAtFirst),
          new PodMemory(
              Math.max(memory.heapBytes(), atFirst.heapBytes()),
              Math.max(memory.residentBytes(), atFirst.residentBytes())));
    }
  }

  private StallJudge() {}

  /** Windows with and without so many stalled readers, from one run. */
  static void judge(List<Window> without, List<Window> with, int stalled, Findings findings) {
    double ratio = median(with, Window::p99Ms) / median(without, Window::p99Ms);
    findings.remark(
        "p99 of the others",
        String.format(
            Locale.ROOT,
            "%.1f ms of %.1f ms without stalled readers, %.2f times",
            median(with, Window::p99Ms),
            median(without, Window::p99Ms),
            ratio));
    if (ratio > P99_RATIO_MAX) {
      findings.late("the others' p99 is " + ratio + " times that without stalled readers");
    }
    double heap = more(without, with, window -> window.memory().heapBytes());
    double resident = more(without, with, window -> window.memory().residentBytes());
    findings.remark(
        "memory",
        String.format(
            Locale.ROOT,
            "%.0f MiB live heap and %.0f MiB resident without them, %+.1f and %+.1f with them",
            median(without, window -> window.memory().heapBytes()) / PodMemory.MEBI,
            median(without, window -> window.memory().residentBytes()) / PodMemory.MEBI,
            heap / PodMemory.MEBI,
            resident / PodMemory.MEBI));
    double kernel = with.stream().mapToLong(Window::unsentBytes).max().orElse(0);
    findings.max("KiB in the kernel for each stalled reader", kernel / 1_024 / stalled);
    findings.max("KiB of live heap for each stalled reader", heap / 1_024 / stalled);
    findings.check(
        heap + kernel <= stalled * (double) PodMemory.MEBI + NOISE_BYTES,
        "stalled readers took " + (heap + kernel) / stalled + " bytes of heap and kernel each");
    findings.check(
        resident <= stalled * (double) PodMemory.MEBI + RESIDENT_NOISE_BYTES,
        "stalled readers took " + resident / stalled + " resident bytes each");
  }

  private static double more(
      List<Window> without, List<Window> with, ToDoubleFunction<Window> bytes) {
    double before = median(without, bytes);
    return with.stream().mapToDouble(bytes).max().orElse(before) - before;
  }

  private static double median(List<Window> windows, ToDoubleFunction<Window> of) {
    double[] sorted = windows.stream().mapToDouble(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
