package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.SessionSummary;
import dev.holdfast.shared.message.SummaryEventCodec;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.ContextConfig;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.History;
import dev.holdfast.tasks.task.RunningLimits;
import dev.holdfast.tasks.task.Workplaces;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * What an agent that summarises is given, and what becomes of what it writes.
 *
 * <p>The history is read behind the wall and by the session's number: nothing of another session is
 * in it, whoever owns that, and whatever runs there meanwhile.
 */
public final class SummaryStore {
  private static final int PAGE = 200;

  private final Postgres postgres;
  private final ContextConfig config;
  private final Rooms rooms;

  public SummaryStore(
      Postgres postgres, ContextConfig config, RunningLimits running, Workplaces workplaces) {
    this.postgres = postgres;
    this.config = config;
    this.rooms = new Rooms(running, workplaces);
  }

  /** What happened in the attempt's session before it began, and what to do with it. */
  public Future<String> input(Attempt attempt) {
    return read(attempt, new History(config.inputBytesMax()), Long.MAX_VALUE);
  }

  /**
   * The summary, the task's end, and the session given back, at once.
   *
   * @param text as the agent wrote it; what is too long is cut
   * @throws LeaseLost where the token no longer holds; nothing is written then
   */
  public Future<List<Event>> finish(
      Attempt attempt, Progress progress, Ending ending, String text) {
    return postgres.inTransaction(c ->
        LeaseFence.release(c, LeaseFence.lease(attempt), 1)
            .compose(held -> note(c, attempt, text))
            .compose(noted ->
                AttemptEnds.finish(c, attempt, progress, ending)
                    .compose(outcome ->
                        rooms
                            .giveBack(c, outcome.holds())
                            .map(given -> {
                              List<Event> events = new ArrayList<>(noted);
                              events.addAll(outcome.events());
                              return List.copyOf(events);
                            }))));
  }

  private Future<String> read(Attempt attempt, History history, long before) {
    Tuple values =
        Tuple.of(
            attempt.session().number(),
            attempt.session().owner().tenant(),
            attempt.session().owner().name(),
            before,
            attempt.taskNo(),
            PAGE);
    return postgres
        .execute(attempt.session().owner(), SummarySql.HISTORY, values)
        .compose(rows -> {
          long earliest = take(history, rows);
          return rows.size() < PAGE || earliest == 0
              ? Future.succeededFuture(history.text())
              : read(attempt, history, earliest);
        });
  }

  /** The number of the last row; 0 where there is no room for more. */
  private static long take(History history, RowSet<Row> rows) {
    long earliest = 0;
    for (Row row : rows) {
      earliest = row.getLong("seq");
      if (!history.takeEarlier(line(row))) {
        return 0;
      }
    }
    return earliest;
  }

  private static History.Line line(Row row) {
    return new History.Line(
        row.getLong("seq"),
        EventType.ofWire(row.getString("type")),
        row.getString("task_id"),
        row.getString("data"),
        row.getString("input"),
        row.getBoolean("summarises"));
  }

  private Future<List<Event>> note(SqlConnection c, Attempt attempt, String text) {
    return c.preparedQuery(SummarySql.TOLD_UP_TO)
        .execute(Tuple.of(attempt.taskNo()))
        .compose(rows -> {
          SessionSummary summary =
              new SessionSummary(
                  cut(text),
                  attempt.session().id(),
                  rows.iterator().next().getLong("to_seq"),
                  attempt.taskId(),
                  text.length() > config.charsMax());
          return EventLog.append(
              c, attempt.session().number(), List.of(SummaryEventCodec.made(summary)));
        })
        .compose(events ->
            c.preparedQuery(SummarySql.NOTE)
                .execute(Tuple.of(attempt.session().number(), events.getFirst().seq()))
                .map(events));
  }

  private String cut(String text) {
    if (text.length() <= config.charsMax()) {
      return text;
    }
    int end = config.charsMax();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }
}
