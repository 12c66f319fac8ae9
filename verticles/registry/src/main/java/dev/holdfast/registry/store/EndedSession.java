package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.SessionRef;
import java.util.List;

/**
 * A session after its end was committed.
 *
 * @param ways the bindings that ended with it
 */
public record EndedSession(SessionRef session, List<Way> ways) {
  public EndedSession {
    ways = List.copyOf(ways);
  }

  /**
   * A binding that is over.
   *
   * @param kind the transport kind's wire name
   */
  public record Way(String kind, String id, long bindingNo) {}
}
