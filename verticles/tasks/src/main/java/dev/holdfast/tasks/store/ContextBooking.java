package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.ContextConfig;
import dev.holdfast.tasks.task.ContextConfig.Stage;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How full the context of a session's agents is, kept in the transaction of the event that tells of
 * it, with what follows from it: a warning, the task that writes a summary, the wish for another
 * session. Each threshold counts once on the way up; where the context shrinks it may count again,
 * but not because another attempt at the same task begins anew. A session is rolled once.
 */
final class ContextBooking {
  private static final String WANTED = "Summarise what happened in this session so far";
  private static final int ATTEMPTS = 2;
  private static final int BACKOFF_MS = 1_000;
  private static final int BACKOFF_MS_MAX = 10_000;

  private final LimitsConfig limits;
  private final ContextConfig config;

  ContextBooking(LimitsConfig limits, ContextConfig config) {
    this.limits = limits;
    this.config = config;
  }

  /** What is to be told of the thresholds that are reached anew; nothing of a summary's own. */
  Future<List<NewEvent>> note(
      SqlConnection c, Attempt attempt, Progress progress, @Nullable ContextUse use) {
    if (use == null || attempt.context().summarises()) {
      return Future.succeededFuture(List.of());
    }
    int level = limits.contextLevel(use);
    Stage stage = config.stage(use);
    return c.preparedQuery(UsageSql.NOTE_CONTEXT)
        .execute(
            Tuple.of(
                attempt.session().number(),
                use.used(),
                use.size(),
                level,
                stage.number(),
                stage == Stage.ROLL,
                attempt.taskNo(),
                attempt.leaseToken()))
        .compose(rows -> {
          Row before = rows.iterator().next();
          List<NewEvent> events = new ArrayList<>();
          if (level > before.getInteger("before")) {
            events.add(
                TaskEventCodec.contextWarning(
                    attempt, progress, use, limits.contextPercents().get(level - 1)));
          }
          boolean summaryDue =
              stage != Stage.NONE
                  && before.getInteger("stage_before") == Stage.NONE.number()
                  && !before.getBoolean("roll_wanted_before")
                  && !before.getBoolean("asked_before");
          return summaryDue ? summarise(c, attempt, events) : Future.succeededFuture(events);
        });
  }

  private Future<List<NewEvent>> summarise(
      SqlConnection c, Attempt attempt, List<NewEvent> events) {
    Tuple values =
        Tuple.tuple()
            .addLong(attempt.session().number())
            .addString(RandomId.mint("tsk"))
            .addLong(attempt.taskNo())
            .addString(WANTED)
            .addString(config.agent().orElseThrow())
            .addInteger(ATTEMPTS)
            .addInteger(config.runMs())
            .addInteger(BACKOFF_MS)
            .addInteger(BACKOFF_MS_MAX)
            .addLong(limits.turnsOf("summary"))
            .addLong(attempt.leaseToken());
    return c.preparedQuery(SummarySql.QUEUE)
        .execute(values)
        .map(rows -> {
          rows.forEach(row -> events.add(TaskEventCodec.accepted(TaskRows.task(row))));
          return events;
        });
  }
}
