package dev.holdfast.shared.event;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The closed catalogue of facts that a session's log can hold. */
public enum EventType {
  SESSION_FORKED(
      "session.forked",
      false,
      "The events up to here were copied from another session; those after it are this one's own"),
  TASK_ACCEPTED("task.accepted", false, "The task and its place in the queue are durable"),
  TASK_STARTED("task.started", false, "A pod began an attempt"),
  TASK_PROGRESS("task.progress", false, "The counters moved"),
  TASK_USAGE("task.usage", false, "What the attempt has used so far"),
  TASK_OUTPUT("task.output", false, "The agent said something; text in the order it was said"),
  TASK_INPUT_REQUESTED(
      "task.input_requested", false, "The agent asked its owner and waits for the answer"),
  TASK_INPUT_RECEIVED("task.input_received", false, "The question was answered; the agent goes on"),
  TASK_HELD("task.held", false, "The task does not begin until it is released"),
  TASK_RELEASED("task.released", false, "The task may begin when its turn comes"),
  QUEUE_HELD("queue.held", false, "No task of the session begins until the queue is released"),
  QUEUE_RELEASED("queue.released", false, "The session's queue goes on"),
  QUEUE_REORDERED("queue.reordered", false, "The waiting tasks have another order"),
  TASK_CANCEL_REQUESTED("task.cancel_requested", false, "Somebody asked for an end"),
  TASK_SUPERSEDED(
      "task.superseded", false, "An attempt was lost; its events from from_seq on no longer count"),
  TASK_COMPLETED("task.completed", true, "The task ended with a result"),
  TASK_FAILED("task.failed", true, "The task ended without a result"),
  TASK_CANCELLED("task.cancelled", true, "The task was ended on request"),
  TASK_BUDGET_WARNING("task.budget_warning", false, "Most of a limit of the task is used up"),
  CONTEXT_WARNING("context.warning", false, "The context of the session's agent is nearly full"),
  TASK_MESSAGE("task.message", false, "Its owner sent its agent a text"),
  TASK_WAITING("task.waiting", false, "The task waits for others, and for which ones still"),
  TASK_READY("task.ready", false, "Nothing is left of what the task waited for"),
  TASK_CANCEL_DELIVERED(
      "task.cancel_delivered", false, "The pod that runs the task told its agent to stop"),
  TASK_CANCEL_STOPPED(
      "task.cancel_stopped", false, "The agent stopped in order, and nothing of it is left"),
  TASK_CANCEL_ABANDONED(
      "task.cancel_abandoned", false, "The agent was killed, or nobody knows that it stopped"),
  SESSION_SUMMARY("session.summary", false, "What the session did so far, as an agent wrote it"),
  SESSION_ROLLED(
      "session.rolled", false, "Another session goes on for the one whose context is full"),
  TASK_MESSAGE_UNDELIVERED(
      "task.message_undelivered", false, "A text could not be handed to the agent's program"),
  CONTROL_CHANGED(
      "control.changed", false, "Somebody took control of the session, or gave it back");

  private static final Map<String, EventType> BY_WIRE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(EventType::wire, Function.identity()));

  private final String wire;
  private final boolean terminal;
  private final String meaning;

  EventType(String wire, boolean terminal, String meaning) {
    this.wire = wire;
    this.terminal = terminal;
    this.meaning = meaning;
  }

  /** The type of that wire name; unknown names are a bug of the store, not of a client. */
  public static EventType ofWire(String wire) {
    EventType type = BY_WIRE.get(wire);
    if (type == null) {
      throw new IllegalStateException("event type not in the catalogue: " + wire);
    }
    return type;
  }

  public String wire() {
    return wire;
  }

  /** Whether it is the last event of its task. */
  public boolean terminal() {
    return terminal;
  }

  /**
   * Whether it stays when history is trimmed: how tasks began and ended, and what tells of the
   * session itself.
   */
  public boolean outlives() {
    return terminal
        || this == TASK_ACCEPTED
        || this == SESSION_FORKED
        || this == SESSION_SUMMARY
        || this == SESSION_ROLLED;
  }

  public String meaning() {
    return meaning;
  }
}
