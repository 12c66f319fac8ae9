package dev.holdfast.shared.event;

import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The log of every session. It is the stream: what a watcher sees is what is read here, or a copy
 * that is contiguous with it.
 */
public final class EventLog {
  private EventLog() {}

  /**
   * Appends events inside the caller's transaction, in the order given, with consecutive numbers.
   *
   * <p>Holds the session's log row until that transaction ends; append last, and lock nothing after
   * it but rows of the same session.
   *
   * @return the events as they will be read once the transaction commits
   */
  public static Future<List<Event>> append(
      SqlConnection transaction, long sessionNo, List<NewEvent> events) {
    String[] types = events.stream().map(e -> e.type().wire()).toArray(String[]::new);
    String[] tasks = events.stream().map(NewEvent::taskId).toArray(String[]::new);
    String[] data = events.stream().map(NewEvent::data).toArray(String[]::new);
    return transaction
        .preparedQuery(EventSql.APPEND)
        .execute(Tuple.of(sessionNo, types, tasks, data))
        .map(rows -> {
          if (rows.size() != events.size()) {
            throw new IllegalStateException("session without a log row: " + sessionNo);
          }
          List<Event> written = new ArrayList<>(events.size());
          int index = 0;
          for (Row row : rows) {
            NewEvent event = events.get(index++);
            written.add(
                new Event(
                    row.getLong("seq"),
                    event.type(),
                    event.taskId(),
                    row.getString("at"),
                    event.data()));
          }
          return List.copyOf(written);
        });
  }

  /**
   * Begins the log of a new session with what is left of another's events, inside the caller's
   * transaction: the same numbers, times and payloads, and the same gaps. Holds the new session's
   * log row until it ends.
   *
   * @param upTo the last number that is copied, one that was read as committed; 0 for none
   */
  public static Future<Void> copy(SqlConnection transaction, long from, long to, long upTo) {
    return transaction
        .preparedQuery(EventSql.COPY)
        .execute(Tuple.of(from, to, upTo))
        .map(rows -> {
          Row row = rows.iterator().next();
          long whole = upTo - row.getLong("trimmed_to");
          if (row.getLong("whole") != whole) {
            throw new IllegalStateException(
                "copied " + row.getLong("whole") + " of " + whole + " events of session " + from);
          }
          return null;
        });
  }

  /**
   * The events after a position, oldest first.
   *
   * @param after the last number already known; 0 for the start
   * @param limit at most so many
   */
  public static Future<List<Event>> read(Postgres postgres, long sessionNo, long after, int limit) {
    return page(postgres, sessionNo, after, limit, Long.MAX_VALUE).map(LogPage::events);
  }

  /**
   * The events after a position, and what is known of the log at the same moment.
   *
   * @param after the last number already known; 0 for the start
   * @param limit at most so many
   * @param bytesMax no event follows the one with which their data passes so many bytes
   */
  public static Future<LogPage> page(
      Postgres postgres, long sessionNo, long after, int limit, long bytesMax) {
    return postgres
        .reads()
        .preparedQuery(EventSql.PAGE)
        .execute(Tuple.of(sessionNo, after, limit, bytesMax))
        .map(rows -> {
          List<Event> events = new ArrayList<>(rows.size());
          long head = 0;
          long floor = 0;
          long bytes = 0;
          for (Row row : rows) {
            head = row.getLong("last_seq");
            floor = row.getLong("trimmed_to");
            if (row.getLong("seq") != null) {
              events.add(event(row));
              bytes = row.getLong("bytes");
            }
          }
          boolean full = events.size() == limit || bytes >= bytesMax;
          return new LogPage(after, events, full, head, floor);
        })
        .recover(StoreFaults::translated);
  }

  private static Event event(Row row) {
    return new Event(
        row.getLong("seq"),
        EventType.ofWire(row.getString("type")),
        row.getString("task_id"),
        row.getString("at"),
        row.getString("data"));
  }

  /**
   * The last number of each session; 0 where nothing was written yet; sessions that do not exist
   * are left out.
   */
  public static Future<Map<Long, Long>> heads(Postgres postgres, Collection<Long> sessions) {
    return postgres
        .reads()
        .preparedQuery(EventSql.HEADS)
        .execute(Tuple.of(sessions.toArray(Long[]::new)))
        .map(rows -> {
          Map<Long, Long> heads = HashMap.newHashMap(rows.size());
          for (Row row : rows) {
            heads.put(row.getLong("session_no"), row.getLong("last_seq"));
          }
          return heads;
        })
        .recover(StoreFaults::translated);
  }
}
