package dev.holdfast.shared.message;

import java.util.Locale;

/** What a submission wants where its session has unfinished tasks. */
public enum OnBusy {
  /** Wait at the end of the queue. */
  ENQUEUE,
  /** Be refused with {@code session_busy}. */
  REJECT,
  /** Come next: the running task is cancelled, and what it did counts. */
  INTERRUPT,
  /** Come next: the running task is cancelled, and none of its events count any more. */
  ROLLBACK;

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
