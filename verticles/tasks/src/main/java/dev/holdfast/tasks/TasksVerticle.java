package dev.holdfast.tasks;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.bus.PresenceAddresses;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.Committed;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.WorkerWelcome;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.trace.Tracing;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.McpDoor;
import dev.holdfast.tasks.agent.acp.AcpAgent;
import dev.holdfast.tasks.agent.command.CommandAgent;
import dev.holdfast.tasks.agent.demo.DemoAgent;
import dev.holdfast.tasks.agent.mcp.McpAgent;
import dev.holdfast.tasks.agent.mcp.McpDiscovery;
import dev.holdfast.tasks.agent.worker.WaitKeys;
import dev.holdfast.tasks.agent.worker.WorkerAgent;
import dev.holdfast.tasks.agent.worker.Workers;
import dev.holdfast.tasks.execution.Executor;
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
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.InputStore;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.store.LateStore;
import dev.holdfast.tasks.store.LineageStore;
import dev.holdfast.tasks.store.ListStore;
import dev.holdfast.tasks.store.LoadStore;
import dev.holdfast.tasks.store.MessageStore;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.store.QuestionStore;
import dev.holdfast.tasks.store.QueueStore;
import dev.holdfast.tasks.store.RollStore;
import dev.holdfast.tasks.store.RoomStore;
import dev.holdfast.tasks.store.SnapshotStore;
import dev.holdfast.tasks.store.StopRequestStore;
import dev.holdfast.tasks.store.SummaryStore;
import dev.holdfast.tasks.store.UsageStore;
import dev.holdfast.tasks.store.WorkStore;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.Pulse;
import dev.holdfast.tasks.tools.ServerOffers;
import dev.holdfast.tasks.tools.Toolbox;
import dev.holdfast.tasks.upkeep.BeatThread;
import dev.holdfast.tasks.upkeep.QueueDepth;
import dev.holdfast.tasks.upkeep.Rolling;
import dev.holdfast.tasks.upkeep.Upkeep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wires the task module of one pod: one instance, on one event loop; agents run on virtual threads
 * beside it.
 */
public final class TasksVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TasksVerticle.class);

  private final TasksConfig config;
  private final PostgresConfig postgresConfig;
  private final Bus bus;
  private final PodBus pods;
  private final MeterRegistry meters;
  private final Tracing tracing;
  private @Nullable Running running;
  private volatile @Nullable Dependencies waits;

  private record Running(
      Postgres postgres, Postgres duties, BeatThread thread, Executor executor, Upkeep upkeep) {}

  public TasksVerticle(
      TasksConfig config,
      PostgresConfig postgresConfig,
      Bus bus,
      PodBus pods,
      MeterRegistry meters,
      Tracing tracing) {
    this.config = config;
    this.postgresConfig = postgresConfig;
    this.bus = bus;
    this.pods = pods;
    this.meters = meters;
    this.tracing = tracing;
  }

  @Override
  public Future<?> start() {
    Postgres postgres = Postgres.open(vertx, "tasks", postgresConfig);
    BeatThread thread = BeatThread.open(postgresConfig);
    Pulse pulse = new Pulse(config.upkeep().fenceMs());
    // A duty must not wait behind the lists and submissions of clients.
    Postgres duties = Postgres.open(vertx, "duties", postgresConfig.forDuties());
    WaitKeys waitKeys = new WaitKeys(config.agents());
    Workers workers = new Workers(config.workers(), waitKeys, bus);
    ExecutionStore store =
        new ExecutionStore(
            postgres, config.limits(), config.execution().running(), workers, config.context());
    SummaryStore summaries =
        new SummaryStore(postgres, config.context(), config.execution().running(), workers);
    QuestionStore questions = new QuestionStore(postgres);
    Commits commits = this::tell;
    Executor executor =
        new Executor(
            config.execution(),
            config.limits(),
            store,
            summaries,
            questions,
            commits,
            pods.self(),
            pulse,
            agents(workers),
            workers,
            tracing);
    Upkeep upkeep =
        new Upkeep(
            vertx,
            config.upkeep(),
            bus,
            pods.self(),
            thread,
            pulse,
            new PodStore(duties),
            store,
            new StopRequestStore(postgres),
            questions,
            executor,
            commits);
    running = new Running(postgres, duties, thread, executor, upkeep);
    measure(executor, pulse);
    IntakeStore tasks =
        new IntakeStore(
            postgres,
            config.limits(),
            config.intake().dependencies(),
            config.context(),
            config.intake().callAgainMs());
    CallStore calls = new CallStore(postgres);
    Intake intake =
        new Intake(
            config.intake(),
            tasks,
            new LoadStore(postgres),
            new LateStore(postgres),
            new DeadLetterStore(postgres, tasks, config.intake().queueDepthMax()),
            executor,
            commits,
            pods,
            calls,
            tracing);
    Dependencies dependencies =
        new Dependencies(
            new DependencyStore(postgres),
            executor,
            commits,
            config.intake().dependencies().depthMax());
    waits = dependencies;
    upkeep.alsoRepeat("dependencies", config.upkeep().heartbeatMs(), dependencies::runOnce);
    answer(intake, dependencies);
    Lineage lineage =
        new Lineage(new LineageStore(postgres), intake, config.intake().lineageDepthMax());
    upkeep.alsoRepeat("lineage", config.upkeep().heartbeatMs(), lineage::runOnce);
    bus.answer(
        Addresses.CANCEL_TASK,
        wanted -> intake.cancel(wanted).onSuccess(cancelled -> lineage.runOnce()));
    bus.answer(Addresses.CANCEL_CALL, new Calls(calls, intake)::cancel);
    ListStore lists = new ListStore(postgres);
    bus.answer(Addresses.LIST_TASKS, lists::list);
    bus.answer(Addresses.COUNT_TASKS, lists::count);
    Queue queue = new Queue(new QueueStore(postgres), intake, executor, commits, pods);
    bus.answer(Addresses.READ_QUEUE, queue::read);
    bus.answer(Addresses.CHANGE_QUEUE, queue::change);
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
    Toolbox tools = new Toolbox(vertx, config.tools(), agent -> door(agent)::offered);
    ServerOffers offers = new ServerOffers(vertx, tools, config.tools(), this::door);
    bus.answer(Addresses.LIST_OFFERED, offers::list);
    bus.answer(Addresses.ASK_SERVER, offers::ask);
    bus.answer(Addresses.LIST_TOOLS, tools::list);
    bus.answer(Addresses.PREPARE_CALL, tools::prepare);
    EndedSessions ended =
        new EndedSessions(new EndedStore(postgres), intake, config.upkeep().endedBatch());
    bus.answer(Addresses.END_SESSION_TASKS, ended::end);
    bus.answer(Addresses.FIND_BUSY_SESSIONS, ended::busy);
    bus.answer(Addresses.PURGE_SESSIONS, ended::purge);
    bus.answer(Addresses.DESCRIBE_WORK, new WorkStore(postgres)::describe);
    bus.answer(Addresses.READ_SNAPSHOT, new SnapshotStore(postgres)::read);
    serve(workers, executor);
    upkeep.alsoRepeat("lost workers", config.upkeep().heartbeatMs(), workers::runOnce);
    UsageStore usage = new UsageStore(postgres);
    bus.answer(Addresses.GET_TASK_USAGE, usage::ofTask);
    bus.answer(Addresses.GET_SESSION_USAGE, usage::ofSession);
    bus.answer(Addresses.GET_USAGE, usage::report);
    bus.answer(Addresses.SET_BUDGET, usage::setBudget);
    upkeep.alsoRepeat("late tasks", config.upkeep().heartbeatMs(), intake::expireQueued);
    upkeep.alsoRepeat(
        "rolls",
        config.upkeep().heartbeatMs(),
        new Rolling(new RollStore(postgres), bus, commits, config.context().rollBatch())::runOnce);
    PodStore alive = new PodStore(postgres);
    bus.answer(Addresses.LIST_PODS, question -> alive.alive());
    bus.answer(PresenceAddresses.LIST_POD_RECORDS, question -> alive.records());
    upkeep.alsoRepeat("ended sessions", config.upkeep().endedCheckMs(), ended::runOnce);
    upkeep.alsoRepeat(
        "count of what waits",
        config.upkeep().depthCheckMs(),
        new QueueDepth(new LoadStore(duties), meters)::runOnce);
    RoomStore rooms =
        new RoomStore(duties, config.execution().running(), config.execution().runningCheckMs());
    upkeep.alsoRepeat("counts of what runs", config.execution().runningCheckMs(), rooms::runOnce);
    upkeep.alsoRepeat("blocked delays", config.upkeep().heartbeatMs(), rooms::releaseDue);
    pods.receiveForTasks(hint -> take(hint, executor, upkeep));
    return upkeep
        .start()
        .onSuccess(executor::start)
        .onSuccess(started -> forgetWaiting(store, waitKeys))
        .onFailure(failure -> thread.close());
  }

  /** Takes workers on, what they say and what becomes of their connections. */
  private void serve(Workers workers, Executor executor) {
    bus.answer(
        Addresses.OFFER_WORKER,
        offer -> {
          WorkerWelcome welcome = workers.offer(offer);
          executor.wake();
          return Future.succeededFuture(welcome);
        });
    bus.answer(Addresses.DRAIN_WORKER, workers::drain);
    bus.listen(Addresses.WORKER_SAYS, workers::says);
    bus.listen(Addresses.WORKER_HEARD, workers::heard);
    bus.listen(Addresses.WORKER_GONE, workers::gone);
  }

  /** The configuration may be another one than when sessions began to wait for workers. */
  private static void forgetWaiting(ExecutionStore store, WaitKeys waitKeys) {
    store
        .unblockForgotten(waitKeys.kinds())
        .onFailure(failure ->
            LOG.warn("cannot look for what waits in vain for workers: {}", failure.toString()));
  }

  @Override
  public Future<?> stop() {
    Running parts = running;
    if (parts == null) {
      return Future.succeededFuture();
    }
    return vertx
        .executeBlocking(() -> {
          parts.executor().drain();
          return null;
        })
        .compose(done -> parts.upkeep().leave())
        .eventually(() ->
            Future.join(parts.postgres().close(), parts.duties().close(), parts.thread().close()));
  }

  private void answer(Intake intake, Dependencies dependencies) {
    bus.answer(
        Addresses.SUBMIT_TASK,
        wanted -> intake.submit(wanted).onSuccess(made -> dependencies.submitted(made.task())));
    bus.answer(Addresses.FIND_IDEMPOTENT, intake::find);
    bus.answer(Addresses.GET_TASK, intake::get);
    bus.answer(Addresses.REQUEUE_TASK, intake::requeue);
  }

  private void tell(long sessionNo, List<Event> events) {
    if (!events.isEmpty()) {
      count(events);
      bus.tell(Addresses.COMMITTED, new Committed(sessionNo, events));
      Dependencies waiting = waits;
      if (waiting != null) {
        waiting.committed(events);
      }
    }
  }

  private void measure(Executor executor, Pulse pulse) {
    Gauge.builder("holdfast.sessions.leased", () -> executor.held().size())
        .description("Sessions whose tasks this pod runs")
        .register(meters);
    Gauge.builder("holdfast.beat.age", pulse::ageSeconds)
        .description("Since this pod's last sign of life came through, by its own clock")
        .baseUnit("seconds")
        .register(meters);
  }

  /** Types are as many as there are; see the catalogue of events. */
  private void count(List<Event> events) {
    events.forEach(event ->
        meters.counter("holdfast.events.committed", "type", event.type().wire()).increment());
  }

  private static void take(Hint.ToTasks hint, Executor executor, Upkeep upkeep) {
    switch (hint) {
      case Hint.Cancel cancel -> executor.cancel(cancel.taskId());
      case Hint.Pause pause -> executor.pause(pause.taskId());
      case Hint.Answered answered -> upkeep.lookForAnswers();
    }
  }

  private McpDoor door(String agent) {
    return new McpDiscovery(config.tools().server(agent), pods.self().address());
  }

  private Map<String, Agent> agents(Workers workers) {
    Map<String, Agent> agents = new HashMap<>();
    config
        .agents()
        .specs()
        .forEach((name, spec) ->
            agents.put(
                name,
                switch (spec) {
                  case AgentSpec.Demo demo -> new DemoAgent();
                  case AgentSpec.Command command -> new CommandAgent(command);
                  case AgentSpec.Acp acp -> new AcpAgent(acp);
                  case AgentSpec.Mcp mcp -> new McpAgent(mcp);
                  case AgentSpec.Worker worker ->
                      new WorkerAgent(name, worker, config.execution().runMsMax(), workers);
                }));
    return agents;
  }
}
