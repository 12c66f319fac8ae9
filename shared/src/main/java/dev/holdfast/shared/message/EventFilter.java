package dev.holdfast.shared.message;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a session are wanted. How the followed task ended is always wanted.
 *
 * @param taskId only events of this task, or null
 * @param types only events of these types; none for all
 */
public record EventFilter(@Nullable String taskId, Set<EventType> types) {
  /** Everything. */
  public static final EventFilter NONE = new EventFilter(null, Set.of());

  public EventFilter {
    types = Set.copyOf(types);
  }

  public boolean wants(Event event) {
    return ofTask(event)
        && (types.isEmpty() || types.contains(event.type()) || (taskId != null && ends(event)));
  }

  /** Whether it is an event of the followed task, or no task is followed. */
  public boolean ofTask(Event event) {
    return taskId == null || taskId.equals(event.taskId());
  }

  /** Whether nothing that it wants is ever trimmed. */
  public boolean outlives() {
    return !types.isEmpty() && types.stream().allMatch(EventType::outlives);
  }

  private static boolean ends(Event event) {
    return event.type().terminal();
  }
}
