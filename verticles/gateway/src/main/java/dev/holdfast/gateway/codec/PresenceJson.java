package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.PresenceNews;
import dev.holdfast.shared.message.WatcherRecord;

/** Who watches a session, as clients are shown it. */
public final class PresenceJson {
  private PresenceJson() {}

  /** Writes all who are there, how many beside, and whose are not known. */
  public static void write(JsonOut out, String sessionId, PresenceNews now) {
    out.text("session_id", sessionId)
        .objects("watchers", now.watchers(), PresenceJson::write)
        .number("watchers_left_out", now.more())
        .texts("pods_unanswered", now.unanswered());
  }

  /** Writes one who came or left. */
  public static void write(JsonOut out, String sessionId, WatcherRecord watcher) {
    out.text("session_id", sessionId).object("watcher", each -> write(each, watcher));
  }

  private static void write(JsonOut out, WatcherRecord watcher) {
    out.text("connection_id", watcher.connectionId())
        .text("kind", watcher.kind())
        .text("role", watcher.role())
        .text("pod", watcher.pod())
        .text("since", watcher.since());
  }
}
