package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.ErrorJson;
import dev.holdfast.gateway.codec.EventJson;
import dev.holdfast.gateway.codec.EventPageJson;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.connection.EventFormat;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Server-sent events (WHATWG HTML, section 9.2) as they go over the wire. */
final class SseFormat {
  /** Opens a stream: how soon to come back after a break, and a first byte through any proxy. */
  static final String PRELUDE = "retry: 1000\n: holdfast\n\n";

  static final String HEARTBEAT = ": heartbeat\n\n";

  /** Events of one delivery in one buffer. */
  static final EventFormat<Buffer> EVENTS = SseFormat::events;

  private SseFormat() {}

  /** Opens a stream that begins now, with a position to come back to before the first event. */
  static String preludeAt(long seq) {
    return PRELUDE + "id: " + seq + "\n\n";
  }

  /** Numbers that were trimmed. Its id is the last of them, so that it is told once. */
  static String gap(Gap gap) {
    return "id: "
        + gap.to()
        + "\nevent: gap\ndata: "
        + JsonOut.object(out -> EventPageJson.write(out, gap))
        + "\n\n";
  }

  /** The end of a stream that was to have so many events and no more. */
  static String enough(long seq) {
    return "event: end\ndata: "
        + JsonOut.object(out -> out.text("reason", "max_events").number("seq", seq))
        + "\n\n";
  }

  private static Buffer events(String sessionId, List<Event> events) {
    StringBuilder text = new StringBuilder(256 * events.size());
    for (Event event : events) {
      text.append("id: ").append(event.seq());
      text.append("\nevent: ").append(event.type().wire());
      text.append("\ndata: ");
      text.append(JsonOut.object(out -> EventJson.write(out, sessionId, event)));
      text.append("\n\n");
    }
    return Buffer.buffer(text.toString());
  }

  /** The last event of a task's stream. It has no id: it is no event of the session. */
  static String end(String taskId, long seq) {
    return "event: end\ndata: "
        + JsonOut.object(
            out -> out.text("reason", "task_finished").text("task_id", taskId).number("seq", seq))
        + "\n\n";
  }

  /** Sends the client away; its next attempt waits as long as it is told. */
  static String goaway(long retryAfterMs) {
    return "retry: "
        + retryAfterMs
        + "\nevent: goaway\ndata: "
        + JsonOut.object(out -> out.number("retry_after_ms", retryAfterMs))
        + "\n\n";
  }

  static String error(Fault fault, String requestId) {
    return "event: error\ndata: "
        + JsonOut.object(out -> ErrorJson.write(out, fault, JsonOut.quoted(requestId)))
        + "\n\n";
  }
}
