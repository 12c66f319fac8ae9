package dev.holdfast.shared.message;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.NewEvent;
import io.vertx.core.json.JsonObject;

/** The payload of {@code session.summary}: tasks writes it, the registry carries it over. */
public final class SummaryEventCodec {
  private SummaryEventCodec() {}

  /** The event of the session that the summary tells of; it names the task that made it. */
  public static NewEvent made(SessionSummary summary) {
    return new NewEvent(EventType.SESSION_SUMMARY, summary.taskId(), data(summary));
  }

  /** The first event of the session that goes on; it is none of its tasks'. */
  public static NewEvent carried(SessionSummary summary) {
    return new NewEvent(EventType.SESSION_SUMMARY, null, data(summary));
  }

  /** What the event says. */
  public static SessionSummary decode(String data) {
    JsonObject json = new JsonObject(data);
    return new SessionSummary(
        json.getString("text"),
        json.getString("session_id"),
        json.getLong("to_seq"),
        json.getString("task_id"),
        json.getBoolean("truncated"));
  }

  private static String data(SessionSummary summary) {
    return new JsonObject()
        .put("text", summary.text().replace('\0', '\uFFFD'))
        .put("session_id", summary.sessionId())
        .put("to_seq", summary.toSeq())
        .put("task_id", summary.taskId())
        .put("truncated", summary.truncated())
        .encode();
  }
}
