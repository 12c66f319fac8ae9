package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.tasks.store.QueueStore.QueuedTask;
import dev.holdfast.tasks.task.QueueEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** One change of one locked queue; the event that tells of it, where something changed. */
final class QueueOrder {
  private final SqlConnection c;
  private final SessionRef session;
  private final boolean held;
  private final List<QueuedTask> tasks;

  /**
   * @param tasks unfinished ones, running first, then as they wait
   */
  QueueOrder(SqlConnection c, SessionRef session, boolean held, List<QueuedTask> tasks) {
    this.c = c;
    this.session = session;
    this.held = held;
    this.tasks = List.copyOf(tasks);
  }

  Future<Optional<NewEvent>> make(QueueChange change) {
    return switch (change) {
      case QueueChange.Hold hold -> hold(true);
      case QueueChange.Release release -> hold(false);
      case QueueChange.Reorder reorder -> reorder(reorder.taskIds());
      case QueueChange.HoldTask hold -> holdTask(waiting(hold.taskId()), true);
      case QueueChange.ReleaseTask release -> holdTask(waiting(release.taskId()), false);
      case QueueChange.SendNow now -> sendNow(waiting(now.taskId()));
      case QueueChange.Pause pause -> pause(find(pause.taskId()));
    };
  }

  private Future<Optional<NewEvent>> hold(boolean wanted) {
    return held == wanted
        ? Future.succeededFuture(Optional.empty())
        : run(QueueSql.HOLD, Tuple.of(session.number(), wanted))
            .map(done -> Optional.of(QueueEventCodec.queue(wanted)));
  }

  private Future<Optional<NewEvent>> holdTask(QueuedTask task, boolean wanted) {
    return task.held() == wanted
        ? Future.succeededFuture(Optional.empty())
        : run(QueueSql.HOLD_TASK, Tuple.of(task.taskNo(), wanted))
            .compose(done -> lookAgain())
            .map(done -> Optional.of(task.event(wanted)));
  }

  private Future<Optional<NewEvent>> pause(QueuedTask task) {
    return task.held()
        ? Future.succeededFuture(Optional.empty())
        : run(QueueSql.PAUSE, Tuple.of(task.taskNo()))
            .compose(done -> task.waits() ? lookAgain() : Future.succeededFuture())
            .map(done -> Optional.of(task.event(true)));
  }

  private Future<Optional<NewEvent>> sendNow(QueuedTask task) {
    return run(QueueSql.BEGIN_NOW, Tuple.of(task.taskNo()))
        .compose(done -> run(QueueSql.PLACE_FIRST, Tuple.of(task.taskNo(), session.number())))
        .compose(done -> lookAgain())
        .map(done -> {
          List<String> order = new ArrayList<>(List.of(task.taskId()));
          tasks.stream()
              .filter(QueuedTask::waits)
              .map(QueuedTask::taskId)
              .filter(id -> !id.equals(task.taskId()))
              .forEach(order::add);
          return Optional.of(QueueEventCodec.order(order));
        });
  }

  private Future<Optional<NewEvent>> reorder(List<String> wanted) {
    LinkedHashSet<String> named = new LinkedHashSet<>(wanted);
    if (named.size() != wanted.size()) {
      throw new Fault(ErrorCode.INVALID_FIELD, "tasks names a task twice");
    }
    List<QueuedTask> order = new ArrayList<>();
    named.forEach(id -> order.add(waiting(id)));
    List<QueuedTask> waiting = tasks.stream().filter(QueuedTask::waits).toList();
    waiting.stream().filter(task -> !named.contains(task.taskId())).forEach(order::add);
    if (order.equals(waiting)) {
      return Future.succeededFuture(Optional.empty());
    }
    Long[] numbers = order.stream().map(QueuedTask::taskNo).toArray(Long[]::new);
    long first = waiting.getFirst().position();
    Long[] positions = new Long[numbers.length];
    for (int i = 0; i < positions.length; i++) {
      // Places only count within the session, and later submissions get larger ones.
      positions[i] = Math.max(first + i, waiting.get(i).position());
    }
    return run(QueueSql.PLACE, Tuple.tuple().addValue(numbers).addValue(positions))
        .compose(done -> lookAgain())
        .map(done ->
            Optional.of(QueueEventCodec.order(order.stream().map(QueuedTask::taskId).toList())));
  }

  private Future<Void> lookAgain() {
    return run(QueueSql.LOOK_AGAIN, Tuple.of(session.number()));
  }

  private QueuedTask find(String taskId) {
    return tasks.stream()
        .filter(task -> task.taskId().equals(taskId))
        .findFirst()
        .orElseThrow(() -> new Fault(ErrorCode.UNKNOWN_TASK, ErrorCode.UNKNOWN_TASK.meaning()));
  }

  private QueuedTask waiting(String taskId) {
    QueuedTask task = find(taskId);
    if (!task.waits()) {
      throw new Fault(ErrorCode.TASK_STARTED, ErrorCode.TASK_STARTED.meaning());
    }
    return task;
  }

  private Future<Void> run(String sql, Tuple values) {
    return c.preparedQuery(sql).execute(values).mapEmpty();
  }
}
