package dev.holdfast.shared.message;

import dev.holdfast.shared.event.EventType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Begins to follow a session. Every event with a number above {@code after} that the filter wants
 * is delivered to the gateway's address, in order and once, until {@link Unwatch}; where history
 * was trimmed, the gap is delivered in its place.
 *
 * @param watcher chosen by the gateway, unique within the pod
 * @param gateway the deliveries' address
 * @param sessionNo an already authorised session
 * @param taskId only events of this task; numbers stay the session's
 * @param after the last number the watcher has; 0 for the start, {@link #NOW} for what comes from
 *     the moment of the answer on
 * @param types only events of these types; none for all
 */
public record Watch(
    long watcher,
    String gateway,
    long sessionNo,
    @Nullable String taskId,
    long after,
    Set<EventType> types) {
  /** In the place of a position: nothing of the past. */
  public static final long NOW = -1;

  public Watch {
    types = Set.copyOf(types);
  }

  /** Of all types. */
  public Watch(long watcher, String gateway, long sessionNo, @Nullable String taskId, long after) {
    this(watcher, gateway, sessionNo, taskId, after, Set.of());
  }

  public EventFilter filter() {
    return new EventFilter(taskId, types);
  }
}
