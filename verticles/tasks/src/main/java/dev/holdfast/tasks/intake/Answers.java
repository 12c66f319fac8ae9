package dev.holdfast.tasks.intake;

import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.Inputs;
import dev.holdfast.shared.message.ListInputs;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.tasks.store.InputStore;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.task.Commits;
import io.vertx.core.Future;

/** Answers of owners to what agents asked, on whichever pod they arrive. */
public final class Answers {
  private final InputStore inputs;
  private final IntakeStore tasks;
  private final Commits commits;
  private final PodBus pods;
  private final Runnable look;

  /**
   * @param look makes this pod look for answers now
   */
  public Answers(
      InputStore inputs, IntakeStore tasks, Commits commits, PodBus pods, Runnable look) {
    this.inputs = inputs;
    this.tasks = tasks;
    this.commits = commits;
    this.pods = pods;
    this.look = look;
  }

  /** Durable before it is answered; the pod that runs the task would find it by itself. */
  public Future<TaskRecord> answer(AnswerInput wanted) {
    return inputs
        .answer(wanted, tasks)
        .map(written -> {
          commits.committed(written.task().session().number(), written.events());
          look.run();
          String owner = written.owner();
          if (owner != null) {
            pods.hint(owner, new Hint.Answered(wanted.taskId()));
          }
          return written.task();
        });
  }

  /** Fails with {@code unknown_task} where this owner has no such task. */
  public Future<Inputs> list(ListInputs wanted) {
    return tasks.get(wanted.principal(), wanted.taskId()).compose(task -> inputs.list(wanted));
  }
}
