package dev.holdfast.tasks.agent;

import dev.holdfast.shared.message.TerminationReason;

/** How an attempt ended, as the agent saw it. */
public sealed interface AgentOutcome {
  /**
   * The work is done.
   *
   * @param result one JSON object as text
   */
  record Done(String result) implements AgentOutcome {}

  /**
   * The work could not be done.
   *
   * @param error one line for the task's owner
   */
  record Failed(TerminationReason reason, String error) implements AgentOutcome {}

  /** It stopped because it was asked to. */
  record Stopped() implements AgentOutcome {}
}
