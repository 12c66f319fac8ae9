package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import java.util.Map;

/**
 * A session after a committed change.
 *
 * @param created whether that change made it
 * @param bound the ways in that the change bound to it, with their binding numbers; the others were
 *     bound before, to this session or another
 */
public record Opened(SessionRef session, boolean created, Map<Transport, Long> bound) {
  public Opened {
    bound = Map.copyOf(bound);
  }
}
