package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import java.util.Map;
import java.util.Set;

/** How those of the sessions asked for stand that live; the others were closed or have ended. */
public record McpSessionStates(Map<FindMcpSession, State> live) {
  public McpSessionStates {
    live = Map.copyOf(live);
  }

  /**
   * How one stands.
   *
   * @param session which it leads to now
   * @param uris of the resources that it subscribes to; empty where they were not asked for
   * @param asksRoots which time its client has to be asked for its folders; 0 where it has not to
   *     be
   */
  public record State(SessionRef session, Set<String> uris, long asksRoots) {
    public State {
      uris = Set.copyOf(uris);
    }
  }
}
