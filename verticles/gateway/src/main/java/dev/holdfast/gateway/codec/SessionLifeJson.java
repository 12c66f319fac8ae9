package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.SessionLife;
import dev.holdfast.shared.message.SessionRecord;

/** The life of sessions as every protocol shows it. */
public final class SessionLifeJson {
  private SessionLifeJson() {}

  /** Writes how the session ended. */
  public static void writeEnd(JsonOut out, SessionRecord record) {
    out.text("session_id", record.session().id());
    write(out, record.life());
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
