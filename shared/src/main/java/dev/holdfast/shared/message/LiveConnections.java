package dev.holdfast.shared.message;

import java.util.List;

/**
 * The live connections of a session.
 *
 * @param connections oldest first within a pod
 * @param more connections that are left out because a pod has more than it tells of
 * @param unanswered names of pods that are alive and did not answer in time; theirs are not known
 */
public record LiveConnections(
    List<ConnectionRecord> connections, long more, List<String> unanswered) {
  public LiveConnections {
    connections = List.copyOf(connections);
    unanswered = List.copyOf(unanswered);
  }
}
