package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.GivenAnswer;
import dev.holdfast.tasks.task.GivenMessage;
import dev.holdfast.tasks.task.QuestionCodec;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The questions of the agents that run here, and the answers and texts that came for them. */
public final class QuestionStore {
  private static final int MESSAGES_PAGE = 100;

  private final Postgres postgres;

  public QuestionStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * The question and the task's state {@code waiting_input}.
   *
   * @return no events where this very question was asked before: a repetition after an unknown
   *     outcome changes nothing
   * @throws LeaseLost where the token no longer holds
   */
  public Future<List<Event>> ask(
      Attempt attempt, Progress progress, String inputId, Question question) {
    String options = QuestionCodec.options(question);
    NewEvent event = TaskEventCodec.inputRequested(attempt, progress, inputId, question);
    return postgres.inTransaction(c ->
        LeaseFence.fence(c, LeaseFence.lease(attempt))
            .compose(held ->
                c.preparedQuery(InputSql.ASK)
                    .execute(
                        Tuple.of(
                            inputId,
                            attempt.taskNo(),
                            attempt.leaseToken(),
                            question.prompt(),
                            options,
                            question.detail())))
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture(List.of())
                    : EventLog.append(c, attempt.session().number(), List.of(event))));
  }

  /** The texts for a task's agent after that number, oldest first, at most a page. */
  public Future<List<GivenMessage>> messages(long taskNo, long after) {
    return postgres
        .reads()
        .preparedQuery(MessageSql.AFTER)
        .execute(Tuple.of(taskNo, after, MESSAGES_PAGE))
        .map(rows -> {
          List<GivenMessage> found = new ArrayList<>();
          rows.forEach(
              row -> found.add(new GivenMessage(row.getLong("message_no"), row.getString("text"))));
          return found;
        })
        .recover(StoreFaults::translated);
  }

  /** Which of these questions were answered, and how. */
  public Future<List<GivenAnswer>> answers(Collection<String> inputIds) {
    return postgres
        .reads()
        .preparedQuery(InputSql.ANSWERS)
        .execute(Tuple.tuple().addValue(inputIds.toArray(String[]::new)))
        .map(rows -> {
          List<GivenAnswer> given = new ArrayList<>();
          rows.forEach(
              row -> given.add(new GivenAnswer(row.getString("input_id"), InputStore.answer(row))));
          return given;
        })
        .recover(StoreFaults::translated);
  }
}
