package dev.holdfast.tasks.task;

import java.util.Locale;

/** What is known of an agent whose task is cancelled. */
public enum StopReceipt {
  /** It stopped in order within its grace time, and nothing of it is left. */
  STOPPED,
  /** Its processes had to be killed, or it is elsewhere and does not say that it stopped. */
  NOT_CONFIRMED,
  /** The pod that ran it was lost. */
  WORKER_LOST;

  /** As an agent's outcome tells. */
  public static StopReceipt of(boolean confirmed) {
    return confirmed ? STOPPED : NOT_CONFIRMED;
  }

  /** The name on the wire, as the reason why it was given up. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
