package dev.holdfast.gateway.connection;

import dev.holdfast.shared.event.Event;
import java.util.List;

/**
 * How a protocol writes events; one constant instance for each protocol.
 *
 * @param <T> what its sockets are given
 */
public interface EventFormat<T> {
  T encode(String sessionId, List<Event> events);
}
