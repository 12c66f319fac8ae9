package dev.holdfast.shared.message;

import java.util.Locale;
import java.util.Set;

/**
 * The states of a task. What may follow what, and why, is the table {@link TaskTransition}; the
 * store's CHECK constraint repeats the names, and a trigger the table.
 */
public enum TaskStatus {
  QUEUED,
  RUNNING,
  WAITING_INPUT,
  COMPLETED,
  FAILED,
  CANCELLED;

  /** The states that may follow this one. */
  public Set<TaskStatus> next() {
    return TaskTransition.after(this);
  }

  /** Whether nothing can follow. */
  public boolean terminal() {
    return next().isEmpty();
  }

  /** The name on the wire and in the store. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that wire name. */
  public static TaskStatus ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
