package dev.holdfast.broadcast.replay;

import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Pages of the log. Who asks while an equal read is under way shares the one that begins after it:
 * what it saw may be older than the question. So a thousand watchers that fell behind together cost
 * two queries.
 */
public final class LogReader {
  private record Page(long sessionNo, long after) {}

  private final Postgres postgres;
  private final int pageEvents;
  private final int pageBytes;
  private final Runnable reading;
  private final Set<Page> underWay = new HashSet<>();
  private final Map<Page, Promise<LogPage>> next = new HashMap<>();

  /**
   * For one event loop.
   *
   * @param pageBytes no event of a page follows the one with which their data passes so many
   * @param reading run whenever a page is really read
   */
  public LogReader(Postgres postgres, int pageEvents, int pageBytes, Runnable reading) {
    this.postgres = postgres;
    this.pageEvents = pageEvents;
    this.pageBytes = pageBytes;
    this.reading = reading;
  }

  /** Up to a page of events after a position, as the log is at this moment or later. */
  public Future<LogPage> page(long sessionNo, long after) {
    Page page = new Page(sessionNo, after);
    return underWay.contains(page)
        ? next.computeIfAbsent(page, same -> Promise.promise()).future()
        : read(page);
  }

  private Future<LogPage> read(Page page) {
    reading.run();
    Future<LogPage> read =
        EventLog.page(postgres, page.sessionNo(), page.after(), pageEvents, pageBytes);
    underWay.add(page);
    return read.onComplete(done -> {
      underWay.remove(page);
      Promise<LogPage> waiting = next.remove(page);
      if (waiting != null) {
        read(page).onComplete(waiting);
      }
    });
  }

  /** The newest number of each session. */
  public Future<Map<Long, Long>> heads(Collection<Long> sessions) {
    return EventLog.heads(postgres, sessions);
  }
}
