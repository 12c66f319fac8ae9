package dev.holdfast.tasks.execution;

import dev.holdfast.tasks.agent.StopReason;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long one attempt has run and been silent. The time in which it waits for an answer counts for
 * neither. Safe for several threads.
 */
final class Watchdog {
  private final long runNanosMax;
  private final long stallNanosMax;
  private long since;
  private long ran;
  private long heard;
  private boolean paused;

  /**
   * @param runMs milliseconds it may run
   * @param stallMs milliseconds it may be silent
   * @param now as {@link System#nanoTime()}
   */
  Watchdog(long runMs, long stallMs, long now) {
    this.runNanosMax = TimeUnit.MILLISECONDS.toNanos(runMs);
    this.stallNanosMax = TimeUnit.MILLISECONDS.toNanos(stallMs);
    this.since = now;
    this.heard = now;
  }

  /** Something was heard of the agent. */
  synchronized void heard(long now) {
    heard = now;
  }

  /** It waits for an answer. */
  synchronized void pause(long now) {
    ran += now - since;
    paused = true;
  }

  /** It goes on. */
  synchronized void resume(long now) {
    since = now;
    heard = now;
    paused = false;
  }

  /** Nanoseconds it has run. */
  synchronized long ran(long now) {
    return paused ? ran : ran + (now - since);
  }

  /** Why it must stop, if it must. */
  synchronized Optional<StopReason> verdict(long now) {
    if (paused) {
      return Optional.empty();
    }
    if (ran + (now - since) > runNanosMax) {
      return Optional.of(StopReason.TIMEOUT_RUN);
    }
    return now - heard > stallNanosMax ? Optional.of(StopReason.TIMEOUT_STALL) : Optional.empty();
  }
}
