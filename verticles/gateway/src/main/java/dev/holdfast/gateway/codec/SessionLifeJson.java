package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.SessionLife;
import dev.holdfast.shared.message.SessionPage;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionWork;

/** The life of sessions as every protocol shows it. */
public final class SessionLifeJson {
  private SessionLifeJson() {}

  /** Writes how the session ended. */
  public static void writeEnd(JsonOut out, SessionRecord record) {
    out.text("session_id", record.session().id());
    write(out, record.life());
  }

  public static void write(JsonOut out, SessionPage page) {
    out.objects("sessions", page.sessions(), SessionLifeJson::write).number("next", page.next());
  }

  public static void write(JsonOut out, AuditPage page) {
    out.objects("entries", page.entries(), SessionLifeJson::write).number("next", page.next());
  }

  private static void write(JsonOut out, AuditPage.Entry entry) {
    out.number("number", entry.number())
        .text("at", entry.at())
        .text("act", entry.act())
        .text("principal", entry.principal())
        .json("detail", entry.detail());
  }

  private static void write(JsonOut out, SessionPage.Item item) {
    out.text("session_id", item.session().id())
        .text("created_at", item.createdAt())
        .text("project", item.project());
    write(out, item.life());
  }

  /** Writes what it has to do, and how its last failed task ended. */
  public static void write(JsonOut out, SessionWork work) {
    out.number("queue_length", work.queueLength()).text("running_task", work.runningTask());
    SessionWork.Failure failure = work.lastFailure();
    if (failure == null) {
      out.json("last_failure", null);
    } else {
      out.object(
          "last_failure",
          inner ->
              inner
                  .text("task_id", failure.taskId())
                  .text("stop_reason", failure.reason())
                  .text("last_error", failure.error())
                  .text("at", failure.at()));
    }
  }

  /** Writes whether it lives, since when it is idle, and how it ended. */
  public static void write(JsonOut out, SessionLife life) {
    out.text("status", life.ended() ? "ended" : "live")
        .text("last_active_at", life.lastActiveAt())
        .text("ended_at", life.endedAt())
        .text("end_status", life.endStatus())
        .text("end_reason", life.endReason());
  }
}
