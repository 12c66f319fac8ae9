package dev.holdfast.tasks.store;

import dev.holdfast.shared.control.ControlGuard;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.InputRecord;
import dev.holdfast.shared.message.Inputs;
import dev.holdfast.shared.message.ListInputs;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.tasks.store.IntakeStore.Written;
import dev.holdfast.tasks.task.QuestionCodec;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What owners see of the questions of their agents, and their answers; one transaction each. */
public final class InputStore {
  private final Postgres postgres;

  public InputStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Takes an answer for the open question; the owner of the lease is in the result. */
  public Future<Written> answer(AnswerInput wanted, IntakeStore tasks) {
    return tasks
        .findRow(wanted.principal(), wanted.taskId())
        .compose(found ->
            postgres.inTransaction(
                wanted.principal(),
                c ->
                    ControlGuard.require(
                            c, wanted.principal(), found.getLong("session_no"), wanted.claim())
                        .compose(may ->
                            answerLocked(
                                c,
                                found.getLong("session_no"),
                                found.getLong("task_no"),
                                wanted))));
  }

  public Future<Inputs> list(ListInputs wanted) {
    return postgres
        .execute(
            wanted.principal(),
            InputSql.LIST,
            Tuple.of(wanted.principal().tenant(), wanted.principal().name(), wanted.taskId()))
        .map(rows -> {
          List<InputRecord> inputs = new ArrayList<>();
          rows.forEach(row -> inputs.add(record(row)));
          return new Inputs(inputs);
        });
  }

  private static Future<Written> answerLocked(
      SqlConnection c, long sessionNo, long taskNo, AnswerInput wanted) {
    return one(c, InputSql.LOCK_QUEUE, Tuple.of(sessionNo))
        .compose(queue -> {
          if (queue.isEmpty()) {
            return Future.failedFuture(noneOpen());
          }
          Long token = queue.get().getLong("lease_token");
          String owner = queue.get().getString("address");
          return one(c, TaskSql.LOCK_TASK, Tuple.of(taskNo))
              .compose(task -> open(c, taskNo, token, task))
              .compose(question -> take(c, sessionNo, question, wanted.answer(), wanted.inputId()))
              .map(written -> new Written(written.task(), written.events(), owner));
        });
  }

  private static Future<Row> open(
      SqlConnection c, long taskNo, @Nullable Long token, Optional<Row> task) {
    boolean waits =
        task.isPresent()
            && TaskStatus.ofWire(task.get().getString("status")) == TaskStatus.WAITING_INPUT;
    return !waits || token == null
        ? Future.failedFuture(noneOpen())
        : one(c, InputSql.OPEN, Tuple.of(taskNo, token))
            .map(found -> found.orElseThrow(InputStore::noneOpen));
  }

  private static Future<Written> take(
      SqlConnection c, long sessionNo, Row question, Answer answer, @Nullable String inputId) {
    String asked = question.getString("input_id");
    if (inputId != null && !inputId.equals(asked)) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.NO_OPEN_QUESTION, "another question is open: " + asked + ", answer that"));
    }
    QuestionCodec.requireValid(question.getString("options"), answer);
    return one(
            c,
            InputSql.ANSWER,
            Tuple.of(question.getLong("input_no"), answer.option(), answer.text()))
        .compose(row -> {
          TaskRecord task = TaskRows.task(row.orElseThrow(InputStore::noneOpen));
          NewEvent event = TaskEventCodec.inputReceived(task, asked, answer);
          return EventLog.append(c, sessionNo, List.of(event))
              .map(events -> new Written(task, events, null));
        });
  }

  private static InputRecord record(Row row) {
    return new InputRecord(
        row.getString("input_id"),
        row.getString("prompt"),
        row.getString("options"),
        row.getString("detail"),
        TaskRows.utc(row.getOffsetDateTime("asked_at")),
        row.getOffsetDateTime("answered_at") == null ? null : answer(row),
        TaskRows.utcOrNull(row.getOffsetDateTime("answered_at")),
        row.getBoolean("open"));
  }

  static Answer answer(Row row) {
    return new Answer(row.getString("option_id"), row.getString("answer"));
  }

  private static Fault noneOpen() {
    return new Fault(ErrorCode.NO_OPEN_QUESTION, ErrorCode.NO_OPEN_QUESTION.meaning());
  }

  private static Future<Optional<Row>> one(SqlConnection c, String sql, Tuple values) {
    return c.preparedQuery(sql)
        .execute(values)
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }
}
