package dev.holdfast.loadtests.trial;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A register whose one writer writes greater and greater numbers, judged while it is read. It is
 * linearizable where no read tells less than what was known before the read began: by the answer to
 * a write, or by another read. Any thread may call.
 */
final class Rising {
  private final String name;
  private final Findings findings;
  private final TreeMap<Long, Long> known = new TreeMap<>(Map.of(0L, System.nanoTime()));
  private long newest;

  Rising(String name, Findings findings) {
    this.name = name;
    this.findings = findings;
  }

  /**
   * A read that is about to be sent.
   *
   * @param floor the greatest number that is known
   * @param at by {@link System#nanoTime()}
   */
  record Began(long floor, long at) {}

  /** Before it is sent. */
  synchronized Began begin() {
    return new Began(known.lastKey(), System.nanoTime());
  }

  /** The number is about to be written; whether it was is known by an answer only. */
  synchronized void writes(long number) {
    newest = Math.max(newest, number);
  }

  /** The write was answered. */
  synchronized void wrote(long number) {
    learn(number);
  }

  /** What a read was told, and where. */
  synchronized void judge(Began began, long told, String where) {
    if (told < began.floor()) {
      double lateMs = (began.at() - known.higherEntry(told).getValue()) / 1e6;
      findings.max("ms that an old answer was given for", lateMs);
      findings.violation(
          Breach.LOST,
          String.format(
              Locale.ROOT,
              "%s: %s told %s after %s was known, in a read that began %.0f ms after",
              name,
              where,
              word(told),
              word(began.floor()),
              lateMs));
    }
    findings.check(told <= newest, Breach.CROSSED, name + ": " + where + " told " + word(told));
    learn(told);
  }

  private void learn(long number) {
    if (number > known.lastKey()) {
      known.put(number, System.nanoTime());
    }
  }

  private static String word(long number) {
    return number == BelievedSession.OVER ? "its end" : Long.toString(number);
  }
}
