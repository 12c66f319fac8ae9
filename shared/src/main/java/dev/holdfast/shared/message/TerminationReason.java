package dev.holdfast.shared.message;

import java.util.Locale;

/** Why a task ended. */
public enum TerminationReason {
  /** The agent finished its work. */
  COMPLETED,
  /** Somebody asked for the end. */
  CANCELLED,
  /** The agent reported a failure, or could not be started. */
  AGENT_ERROR,
  /** The pod that ran it was lost, and its attempts are used up. */
  WORKER_LOST,
  /** It ran longer than its agent allows. */
  TIMEOUT_RUN;

  /** The name on the wire and in the store. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
