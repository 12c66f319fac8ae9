package dev.holdfast.tasks.agent;

/** Why an attempt is asked to stop. */
public enum StopReason {
  /** Its owner asked for the task's end. */
  CANCELLED,
  /** The pod is stopping; the task goes back to its queue's head. */
  DRAINED,
  /** The session belongs to another pod now; nothing more may be written. */
  LEASE_LOST,
  /** It ran longer than it may. */
  TIMEOUT_RUN,
  /** Nothing was heard of it for longer than it may be silent. */
  TIMEOUT_STALL,
  /** Nobody answered its question in time. */
  TIMEOUT_INPUT,
  /** Its owner paused it; the task goes back to its queue's head and is held there. */
  PAUSED,
  /**
   * The pod was not heard for too long and may be given up; the task goes back to its queue's head.
   */
  FENCED,
  /** It passed a budget. */
  BUDGET,
  /** It took more turns than it may. */
  MAX_TURNS;

  /** Whether the task is to be begun anew after it, without this attempt being charged. */
  public boolean isToGoOn() {
    return switch (this) {
      case DRAINED, PAUSED, FENCED -> true;
      case CANCELLED, LEASE_LOST, TIMEOUT_RUN, TIMEOUT_STALL, TIMEOUT_INPUT, BUDGET, MAX_TURNS ->
          false;
    };
  }
}
