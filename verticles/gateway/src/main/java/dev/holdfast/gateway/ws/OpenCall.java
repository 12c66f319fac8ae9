package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.TaskProgress;
import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Batch;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.gateway.connection.Watcher;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One call that a connection waits for: its task is watched from now on, then read once, so that
 * nothing falls between the two. Its news is told as it comes, and again every {@code
 * gateway.call_progress_ms}, also where the agent is silent.
 *
 * <p>The result is read from the task, which is durable; where that fails, or the task cannot be
 * watched, it is read again with the next beat.
 */
final class OpenCall implements Outlet {
  private static final Set<EventType> NEWS =
      Set.of(
          EventType.TASK_STARTED,
          EventType.TASK_PROGRESS,
          EventType.TASK_INPUT_REQUESTED,
          EventType.TASK_INPUT_RECEIVED);

  private final Vertx vertx;
  private final Services services;
  private final SessionRef own;
  private final String taskId;
  private final String requestId;
  private final Outlet connection;
  private final Consumer<String> send;
  private final Runnable done;
  private final long beat;
  private TaskStatus status;
  private Progress progress;
  private Optional<Watcher> watcher = Optional.empty();
  private boolean ended;
  private boolean closed;

  /**
   * @param send writes a frame to the connection
   * @param done run once, when nothing more will be told
   */
  OpenCall(
      Vertx vertx,
      Services services,
      SessionRef own,
      TaskRecord task,
      String requestId,
      Outlet connection,
      Consumer<String> send,
      Runnable done) {
    this.vertx = vertx;
    this.services = services;
    this.own = own;
    this.taskId = task.taskId();
    this.requestId = requestId;
    this.connection = connection;
    this.send = send;
    this.done = done;
    this.status = task.status();
    this.progress = task.progress();
    this.beat = vertx.setPeriodic(services.config().callProgressMs(), fired -> beat());
  }

  void begin(BackPressure pressure) {
    watches()
        .open(own, taskId, Watch.NOW, this, pressure)
        .onComplete(
            opened -> {
              if (closed) {
                watches().close(opened.watcher());
                return;
              }
              watcher = Optional.of(opened.watcher());
              opened.watcher().begin();
              look();
            },
            unwatched -> look());
  }

  void close() {
    closed = true;
    vertx.cancelTimer(beat);
    watcher.ifPresent(watches()::close);
  }

  @Override
  public void write(Watcher from, Batch batch) {
    for (Event event : batch.events()) {
      TaskProgress.of(event)
          .ifPresent(told -> {
            status = told.status();
            progress = told.progress();
          });
      if (NEWS.contains(event.type())) {
        tell();
      }
    }
  }

  /** It begins now: nothing of what it watches can have been trimmed. */
  @Override
  public void gap(Watcher from, Gap gap) {}

  @Override
  public void taskEnded(Watcher from, long seq) {
    ended = true;
    look();
  }

  @Override
  public boolean isFull() {
    return connection.isFull();
  }

  @Override
  public void cutOff(Fault fault) {
    connection.cutOff(fault);
  }

  private void beat() {
    if (ended || watcher.isEmpty()) {
      look();
    }
    if (!connection.isFull()) {
      tell();
    }
  }

  private void tell() {
    if (!closed && !status.terminal()) {
      send.accept(CallFrame.progress(requestId, taskId, status, progress));
    }
  }

  private void look() {
    services.tasks().get(own.owner(), taskId).onSuccess(this::found);
  }

  private void found(TaskRecord task) {
    if (!closed && task.status().terminal()) {
      send.accept(CallFrame.result(requestId, task));
      close();
      done.run();
    }
  }

  private Watches watches() {
    return services.watches();
  }
}
