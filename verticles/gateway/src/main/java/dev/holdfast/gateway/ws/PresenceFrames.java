package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.ws.FrameReader.Kind;
import java.util.List;
import java.util.Map;

/** Reads the frames about who watches a session. */
final class PresenceFrames {
  private static final List<String> MEMBERS = List.of("session_id");

  private PresenceFrames() {}

  static void addTo(Map<String, Kind> kinds) {
    kinds.put(
        "watch_presence",
        new Kind(MEMBERS, each -> new ClientFrame.WatchPresence(TaskRequest.sessionId(each))));
    kinds.put(
        "unwatch_presence",
        new Kind(MEMBERS, each -> new ClientFrame.UnwatchPresence(TaskRequest.sessionId(each))));
  }
}
