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
  /** It waited longer for its beginning than it may. */
  TIMEOUT_QUEUE,
  /** It ran longer than it may. */
  TIMEOUT_RUN,
  /** Nothing was heard of its agent for longer than it may be silent. */
  TIMEOUT_STALL,
  /** Nobody answered its agent's question in time. */
  TIMEOUT_INPUT,
  /** A budget was passed: the task's, its session's, its owner's of the day, or its agent's own. */
  BUDGET_EXCEEDED,
  /** Its agent took more turns than it may. */
  MAX_TURNS,
  /** A limit was hit, and what was delivered until then counts, as its submitter wanted. */
  PARTIAL,
  /** Its tool did not answer within the time of its own. */
  TIMEOUT_TOOL,
  /** A task that it waited for was not completed. */
  DEPENDENCY_FAILED,
  /** The server of its tool refused the call: the tool did not run. */
  TOOL_REFUSED;

  /** The name on the wire and in the store. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
