package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.herd.Herd;
import java.util.List;
import java.util.Locale;

/** Whether those who had to come again were back in time, and with all that was theirs. */
final class StormJudge {
  private static final double BACK_MS_MAX = 30_000;
  private static final double SERVED_MS_MAX = 2_000;
  private static final int ENOUGH_TO_SPREAD = 50;

  private StormJudge() {}

  /**
   * How long it took.
   *
   * @param sortedMs from a lost connection, or the word to go, until it watched again
   */
  static void back(List<Double> sortedMs, Findings findings) {
    findings.remark("times somebody came again", Integer.toString(sortedMs.size()));
    if (sortedMs.isEmpty()) {
      findings.violation("nobody had to come again");
      return;
    }
    double p99 = sortedMs.get((int) Math.ceil(sortedMs.size() * 0.99) - 1);
    findings.max("ms until one was back", sortedMs.getLast());
    findings.max("ms until one was back, p99", p99);
    if (p99 > BACK_MS_MAX) {
      findings.late("p99 until back: " + p99 + " ms");
    }
  }

  /** What came in which order, and twice, and not. */
  static void order(Herd.Wrongs wrongs, Findings findings) {
    String told = " events, first " + wrongs.told();
    findings.check(wrongs.lost() == 0, Breach.LOST, wrongs.lost() + " times lost" + told);
    findings.check(
        wrongs.repeated() == 0, Breach.DUPLICATED, wrongs.repeated() + " times repeated" + told);
    findings.check(wrongs.late() == 0, Breach.REORDERED, wrongs.late() + " times late" + told);
  }

  /** From the transaction of an event to those who watched then, sorted, in microseconds. */
  static void served(int[] micros, Findings findings) {
    if (micros.length == 0) {
      findings.violation("nothing came to those who watched");
      return;
    }
    double p99 = micros[(int) ((micros.length - 1) * 0.99)] / 1e3;
    findings.max("ms of an event to those who watched, p99", p99);
    findings.max("ms of an event to those who watched", micros[micros.length - 1] / 1e3);
    if (p99 > SERVED_MS_MAX) {
      findings.late("p99 of an event to those who watched: " + p99 + " ms");
    }
  }

  /**
   * Those who are sent away are told a time each, and not all the same.
   *
   * @param mostMs {@code gateway.goaway_ms_max}
   */
  static void sentAway(List<Long> toldMs, long mostMs, Findings findings) {
    List<Long> sorted = toldMs.stream().sorted().toList();
    findings.check(
        sorted.stream().allMatch(told -> told >= 0 && told <= mostMs),
        "sent away with a time out of bounds: " + sorted);
    if (sorted.size() >= ENOUGH_TO_SPREAD) {
      long early = sorted.get(sorted.size() / 10);
      long late = sorted.get(sorted.size() * 9 / 10);
      findings.check(
          early < mostMs / 4 && late > mostMs * 3 / 4,
          String.format(Locale.ROOT, "sent away at nearly one time: %d ms to %d ms", early, late));
    }
    findings.remark("sent away", Integer.toString(sorted.size()));
  }
}
