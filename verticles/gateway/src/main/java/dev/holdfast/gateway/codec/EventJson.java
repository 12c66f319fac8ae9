package dev.holdfast.gateway.codec;

import dev.holdfast.shared.event.Event;

/** Events as every protocol shows them; always one line. */
public final class EventJson {
  private EventJson() {}

  /** Writes the event's fields; its payload is spliced in, not parsed. */
  public static void write(JsonOut out, String sessionId, Event event) {
    out.number("seq", event.seq())
        .text("type", event.type().wire())
        .text("session_id", sessionId)
        .text("task_id", event.taskId())
        .text("at", event.at())
        .json("data", oneLine(event.data()));
  }

  /** A raw line break in JSON stands between tokens only, where a space means the same. */
  private static String oneLine(String json) {
    return json.indexOf('\n') < 0 && json.indexOf('\r') < 0
        ? json
        : json.replace('\n', ' ').replace('\r', ' ');
  }
}
