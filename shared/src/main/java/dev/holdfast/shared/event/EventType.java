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
  TASK_OUTPUT("task.output", false, "The agent said something; text in the order it was said"),
  TASK_CANCEL_REQUESTED("task.cancel_requested", false, "Somebody asked for an end"),
  TASK_SUPERSEDED(
      "task.superseded", false, "An attempt was lost; its events from from_seq on no longer count"),
  TASK_COMPLETED("task.completed", true, "The task ended with a result"),
  TASK_FAILED("task.failed", true, "The task ended without a result"),
  TASK_CANCELLED("task.cancelled", true, "The task was ended on request");

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

  public String meaning() {
    return meaning;
  }
}
