package dev.holdfast.registry.belief;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.shared.config.Settings;

/**
 * How long a process believes what it holds.
 *
 * @param beliefMs milliseconds from the beginning of a look at Postgres, 100-10000; a change waits
 *     as long for a process that cannot be let know of it
 * @param askMs milliseconds in which a process must answer that it knows, 10-10000
 */
public record BeliefConfig(int beliefMs, int askMs) {
  private static final int LOOKS = 4;

  /** Who else believes, the distrust, the writing; then an answer that was read before comes in. */
  private static final int DEADLINES_TO_WRITE = 3;

  private static final int DEADLINES = 6;

  public static BeliefConfig read(Settings settings) {
    return new BeliefConfig(
        settings.integer("registry.belief_ms", 1_000, 100, 10_000),
        settings.integer("registry.belief_ask_ms", 250, 10, 10_000));
  }

  /** Milliseconds between two looks: three may fail. */
  public int lookMs() {
    return beliefMs / LOOKS;
  }

  /**
   * Milliseconds for which nothing is kept of what is about to change. The longest way of a change:
   * the others are asked, those who are silent are waited for, and it is written; then an answer
   * that was read before it comes in.
   */
  public long holdMs(Deadline deadline) {
    return atLeast(deadline, DEADLINES);
  }

  /** Milliseconds from its beginning after which a change is not written any more. */
  long writeWithinMs(Deadline deadline) {
    return atLeast(deadline, DEADLINES_TO_WRITE);
  }

  private long atLeast(Deadline deadline, int deadlines) {
    return askMs + 2L * beliefMs + deadlines * (long) deadline.ms();
  }
}
