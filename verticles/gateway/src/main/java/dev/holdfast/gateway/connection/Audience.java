package dev.holdfast.gateway.connection;

import dev.holdfast.shared.message.PresenceNews;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client that is told who watches a session. While it does not read nothing is written; then it
 * is told all of it anew, so that what waits for it is bounded.
 */
public final class Audience {
  private final long id;
  private final long sessionNo;
  private final BooleanSupplier full;
  private final Listener listener;
  private @Nullable PresenceNews missed;

  Audience(long id, long sessionNo, BooleanSupplier full, Listener listener) {
    this.id = id;
    this.sessionNo = sessionNo;
    this.full = full;
    this.listener = listener;
  }

  /** How a protocol tells it. */
  public interface Listener {
    /** All who are there; what was told before counts no more. */
    void all(PresenceNews now);

    /** Who came and who left. */
    void changed(PresenceNews news);
  }

  long id() {
    return id;
  }

  long sessionNo() {
    return sessionNo;
  }

  void hear(PresenceNews news) {
    if (full.getAsBoolean()) {
      missed = news;
    } else if (news.first() || missed != null) {
      missed = null;
      listener.all(news);
    } else {
      listener.changed(news);
    }
  }

  /** Tells what was missed, where it reads again. */
  void catchUp() {
    PresenceNews last = missed;
    if (last != null) {
      hear(last);
    }
  }
}
