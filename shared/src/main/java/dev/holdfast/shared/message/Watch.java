package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * Begins to follow a session. Every event with a number above {@code after} is delivered to the
 * gateway's address, in order, without a gap and once, until {@link Unwatch}.
 *
 * @param watcher chosen by the gateway, unique within the pod
 * @param gateway the deliveries' address
 * @param sessionNo an already authorised session
 * @param taskId only events of this task; numbers stay the session's
 * @param after the last number the watcher has; 0 for the start, {@link #NOW} for what comes from
 *     the moment of the answer on
 */
public record Watch(
    long watcher, String gateway, long sessionNo, @Nullable String taskId, long after) {
  /** In the place of a position: nothing of the past. */
  public static final long NOW = -1;
}
