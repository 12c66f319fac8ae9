package dev.holdfast.tasks.upkeep;

import dev.holdfast.tasks.store.QuestionStore;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;
import java.util.Set;

/** Finds answers for agents that wait here; a hint only makes it look sooner. */
public final class AnswerWatch {
  private final QuestionStore store;
  private final RunningTasks running;

  public AnswerWatch(QuestionStore store, RunningTasks running) {
    this.store = store;
    this.running = running;
  }

  public Future<Void> runOnce() {
    Set<String> waiting = running.waitingInputs();
    return waiting.isEmpty()
        ? Future.succeededFuture()
        : store.answers(waiting).onSuccess(given -> given.forEach(running::answered)).mapEmpty();
  }
}
