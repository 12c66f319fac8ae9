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
   * @param passing whether another attempt may succeed with nothing changed
   */
  record Failed(TerminationReason reason, String error, boolean passing) implements AgentOutcome {
    /** Another attempt would fail as well. */
    public Failed(TerminationReason reason, String error) {
      this(reason, error, false);
    }

    /** Something was not there, or busy. */
    public static Failed passing(TerminationReason reason, String error) {
      return new Failed(reason, error, true);
    }
  }

  /**
   * What ran it beside this pod was lost: as when the pod itself is, another attempt begins where
   * one is left.
   *
   * @param error one line for the task's owner
   */
  record Lost(String error) implements AgentOutcome {}

  /**
   * It stopped because it was asked to.
   *
   * @param confirmed false where it had to be killed, or is elsewhere and did not say so
   */
  record Stopped(boolean confirmed) implements AgentOutcome {
    /** In order. */
    public Stopped() {
      this(true);
    }
  }

  /** The same, where it stopped, as one that is not confirmed. */
  default AgentOutcome unconfirmed() {
    return switch (this) {
      case Done done -> done;
      case Failed failed -> failed;
      case Lost lost -> lost;
      case Stopped stopped -> new Stopped(false);
    };
  }
}
