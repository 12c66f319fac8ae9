package dev.holdfast.broadcast.replay;

import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Pages of the log. Equal reads that are under way at the same time are one read: a thousand
 * watchers that fell behind together cost one query.
 */
public final class LogReader {
  private record Page(long sessionNo, long after) {}

  private final Postgres postgres;
  private final int pageEvents;
  private final int pageBytes;
  private final Map<Page, Future<LogPage>> underWay = new HashMap<>();

  /**
   * For one event loop.
   *
   * @param pageBytes no event of a page follows the one with which their data passes so many
   */
  public LogReader(Postgres postgres, int pageEvents, int pageBytes) {
    this.postgres = postgres;
    this.pageEvents = pageEvents;
    this.pageBytes = pageBytes;
  }

  /** Up to a page of events after a position. */
  public Future<LogPage> page(long sessionNo, long after) {
    Page page = new Page(sessionNo, after);
    Future<LogPage> same = underWay.get(page);
    if (same != null) {
      return same;
    }
    Future<LogPage> read = EventLog.page(postgres, sessionNo, after, pageEvents, pageBytes);
    underWay.put(page, read);
    read.onComplete(done -> underWay.remove(page));
    return read;
  }

  /** The newest number of each session. */
  public Future<Map<Long, Long>> heads(Collection<Long> sessions) {
    return EventLog.heads(postgres, sessions);
  }
}
