package dev.holdfast.gateway.codec;

import dev.holdfast.shared.identity.ShareToken;
import dev.holdfast.shared.message.ForkedFrom;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SharePage;
import dev.holdfast.shared.message.ShareRecord;
import org.jspecify.annotations.Nullable;

/** Shares as the owner of the session is shown them, and the session as a viewer is. */
public final class ShareJson {
  private ShareJson() {}

  /** Writes the record, and the token this once. */
  public static void write(JsonOut out, ShareToken token, ShareRecord record) {
    write(out, record);
    out.text("token", token.secret());
  }

  /** Writes the record. */
  public static void write(JsonOut out, ShareRecord record) {
    out.text("share_id", record.shareId())
        .text("session_id", record.sessionId())
        .text("label", record.label())
        .flag("valid", record.valid())
        .text("created_at", record.createdAt())
        .text("expires_at", record.expiresAt())
        .text("revoked_at", record.revokedAt());
  }

  /** Writes {@code shares} and {@code next}. */
  public static void write(JsonOut out, SharePage page) {
    out.objects("shares", page.shares(), ShareJson::write).number("next", page.next());
  }

  /** Writes where a session's history comes from; null for one that began with nothing. */
  static void write(JsonOut out, @Nullable ForkedFrom from) {
    if (from == null) {
      out.json("forked_from", null);
    } else {
      out.object(
          "forked_from",
          inner -> inner.text("session_id", from.sessionId()).number("seq", from.seq()));
    }
  }

  /** Writes what a viewer is told of a session: nothing of its clients, project or end. */
  public static void writeReduced(JsonOut out, SessionRecord record) {
    out.text("session_id", record.session().id())
        .text("created_at", record.createdAt())
        .number("last_seq", record.lastSeq())
        .text("status", record.life().ended() ? "ended" : "live")
        .text("last_active_at", record.life().lastActiveAt());
  }
}
