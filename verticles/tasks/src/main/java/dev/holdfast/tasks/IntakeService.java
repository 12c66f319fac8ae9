package dev.holdfast.tasks;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.trace.Tracing;
import dev.holdfast.tasks.intake.Answers;
import dev.holdfast.tasks.intake.Calls;
import dev.holdfast.tasks.intake.Dependencies;
import dev.holdfast.tasks.intake.EndedSessions;
import dev.holdfast.tasks.intake.Intake;
import dev.holdfast.tasks.intake.Lineage;
import dev.holdfast.tasks.intake.Messages;
import dev.holdfast.tasks.intake.Queue;
import dev.holdfast.tasks.store.CallStore;
import dev.holdfast.tasks.store.DeadLetterStore;
import dev.holdfast.tasks.store.DependencyStore;
import dev.holdfast.tasks.store.EndedStore;
import dev.holdfast.tasks.store.InputStore;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.store.LateStore;
import dev.holdfast.tasks.store.LineageStore;
import dev.holdfast.tasks.store.LoadStore;
import dev.holdfast.tasks.store.MessageStore;
import dev.holdfast.tasks.store.QueueStore;
import dev.holdfast.tasks.task.RunningTasks;
import dev.holdfast.tasks.upkeep.Upkeep;

/**
 * Wires the intake: what is answered to whoever asks something of tasks, and what is repeated. It
 * is here because the intake itself knows no upkeep.
 */
final class IntakeService {
  private final TasksConfig config;
  private final Postgres postgres;
  private final Bus bus;
  private final PodBus pods;
  private final PodCommits commits;
  private final RunningTasks running;
  private final Upkeep upkeep;
  private final IntakeStore tasks;

  private IntakeService(
      TasksConfig config,
      Postgres postgres,
      Bus bus,
      PodBus pods,
      PodCommits commits,
      RunningTasks running,
      Upkeep upkeep) {
    this.config = config;
    this.postgres = postgres;
    this.bus = bus;
    this.pods = pods;
    this.commits = commits;
    this.running = running;
    this.upkeep = upkeep;
    this.tasks =
        new IntakeStore(
            postgres,
            config.limits(),
            config.intake().dependencies(),
            config.context(),
            config.intake().callAgainMs());
  }

  /** On the calling verticle's context; before the start of upkeep. */
  static void serve(
      TasksConfig config,
      Postgres postgres,
      Bus bus,
      PodBus pods,
      PodCommits commits,
      RunningTasks running,
      Upkeep upkeep,
      Tracing tracing) {
    new IntakeService(config, postgres, bus, pods, commits, running, upkeep).serve(tracing);
  }

  private void serve(Tracing tracing) {
    CallStore calls = new CallStore(postgres);
    Intake intake =
        new Intake(
            config.intake(),
            tasks,
            new LoadStore(postgres),
            new LateStore(postgres),
            new DeadLetterStore(postgres, tasks, config.intake().queueDepthMax()),
            running,
            commits,
            pods,
            calls,
            tracing);
    serveTasks(intake);
    bus.answer(Addresses.CANCEL_CALL, new Calls(calls, intake)::cancel);
    Queue queue = new Queue(new QueueStore(postgres), intake, running, commits, pods);
    bus.answer(Addresses.READ_QUEUE, queue::read);
    bus.answer(Addresses.CHANGE_QUEUE, queue::change);
    serveConversation();
    serveEnds(intake);
    upkeep.alsoRepeat("late tasks", config.upkeep().heartbeatMs(), intake::expireQueued);
  }

  /** Whoever makes or ends a task may let others go on, or end them. */
  private void serveTasks(Intake intake) {
    Dependencies dependencies =
        new Dependencies(
            new DependencyStore(postgres),
            running,
            commits,
            config.intake().dependencies().depthMax());
    commits.alsoTell(dependencies::committed);
    upkeep.alsoRepeat("dependencies", config.upkeep().heartbeatMs(), dependencies::runOnce);
    bus.answer(
        Addresses.SUBMIT_TASK,
        wanted -> intake.submit(wanted).onSuccess(made -> dependencies.submitted(made.task())));
    bus.answer(Addresses.FIND_IDEMPOTENT, intake::find);
    bus.answer(Addresses.GET_TASK, intake::get);
    bus.answer(Addresses.REQUEUE_TASK, intake::requeue);
    Lineage lineage =
        new Lineage(new LineageStore(postgres), intake, config.intake().lineageDepthMax());
    upkeep.alsoRepeat("lineage", config.upkeep().heartbeatMs(), lineage::runOnce);
    bus.answer(
        Addresses.CANCEL_TASK,
        wanted -> intake.cancel(wanted).onSuccess(cancelled -> lineage.runOnce()));
  }

  /** What owners say to the agents of their tasks: answers and messages. */
  private void serveConversation() {
    Answers answers =
        new Answers(new InputStore(postgres), tasks, commits, pods, upkeep::lookForAnswers);
    bus.answer(Addresses.ANSWER_INPUT, answers::answer);
    bus.answer(Addresses.LIST_INPUTS, answers::list);
    Messages messages =
        new Messages(
            config.agents(),
            config.intake().messagesMax(),
            new MessageStore(postgres),
            tasks,
            commits);
    bus.answer(Addresses.SEND_MESSAGE, messages::send);
  }

  private void serveEnds(Intake intake) {
    EndedSessions ended =
        new EndedSessions(new EndedStore(postgres), intake, config.upkeep().endedBatch());
    bus.answer(Addresses.END_SESSION_TASKS, ended::end);
    bus.answer(Addresses.FIND_BUSY_SESSIONS, ended::busy);
    bus.answer(Addresses.PURGE_SESSIONS, ended::purge);
    upkeep.alsoRepeat("ended sessions", config.upkeep().endedCheckMs(), ended::runOnce);
  }
}
