package dev.holdfast.tasks;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.bus.PresenceAddresses;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.WorkerWelcome;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.trace.Tracing;
import dev.holdfast.tasks.agent.worker.WaitKeys;
import dev.holdfast.tasks.agent.worker.Workers;
import dev.holdfast.tasks.execution.Executor;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.ListStore;
import dev.holdfast.tasks.store.LoadStore;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.store.QuestionStore;
import dev.holdfast.tasks.store.RollStore;
import dev.holdfast.tasks.store.RoomStore;
import dev.holdfast.tasks.store.SnapshotStore;
import dev.holdfast.tasks.store.StopRequestStore;
import dev.holdfast.tasks.store.SummaryStore;
import dev.holdfast.tasks.store.UsageStore;
import dev.holdfast.tasks.store.WorkStore;
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
    PodCommits commits = new PodCommits(bus, meters);
    ConfiguredAgents agents = new ConfiguredAgents(config, pods.self());
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
            agents.all(workers),
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
    IntakeService.serve(config, postgres, bus, pods, commits, executor, upkeep, tracing);
    serveReads(postgres);
    serveTools(agents);
    serveWorkers(workers, executor);
    upkeep.alsoRepeat("lost workers", config.upkeep().heartbeatMs(), workers::runOnce);
    repeat(upkeep, postgres, duties, commits);
    pods.receiveForTasks(hint -> take(hint, executor, upkeep));
    return upkeep
        .start()
        .onSuccess(executor::start)
        .onSuccess(started -> forgetWaiting(store, waitKeys))
        .onFailure(failure -> thread.close());
  }

  /** What is answered by a look at the tables, and budgets. */
  private void serveReads(Postgres postgres) {
    ListStore lists = new ListStore(postgres);
    bus.answer(Addresses.LIST_TASKS, lists::list);
    bus.answer(Addresses.COUNT_TASKS, lists::count);
    bus.answer(Addresses.DESCRIBE_WORK, new WorkStore(postgres)::describe);
    bus.answer(Addresses.READ_SNAPSHOT, new SnapshotStore(postgres)::read);
    UsageStore usage = new UsageStore(postgres);
    bus.answer(Addresses.GET_TASK_USAGE, usage::ofTask);
    bus.answer(Addresses.GET_SESSION_USAGE, usage::ofSession);
    bus.answer(Addresses.GET_USAGE, usage::report);
    bus.answer(Addresses.SET_BUDGET, usage::setBudget);
    PodStore alive = new PodStore(postgres);
    bus.answer(Addresses.LIST_PODS, question -> alive.alive());
    bus.answer(PresenceAddresses.LIST_POD_RECORDS, question -> alive.records());
  }

  private void serveTools(ConfiguredAgents agents) {
    Toolbox tools = new Toolbox(vertx, config.tools(), agent -> agents.door(agent)::offered);
    ServerOffers offers = new ServerOffers(vertx, tools, config.tools(), agents::door);
    bus.answer(Addresses.LIST_OFFERED, offers::list);
    bus.answer(Addresses.ASK_SERVER, offers::ask);
    bus.answer(Addresses.LIST_TOOLS, tools::list);
    bus.answer(Addresses.PREPARE_CALL, tools::prepare);
  }

  /** Takes workers on, what they say and what becomes of their connections. */
  private void serveWorkers(Workers workers, Executor executor) {
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

  /** What every pod looks after for all sessions, whoever runs them. */
  private void repeat(Upkeep upkeep, Postgres postgres, Postgres duties, PodCommits commits) {
    upkeep.alsoRepeat(
        "rolls",
        config.upkeep().heartbeatMs(),
        new Rolling(new RollStore(postgres), bus, commits, config.context().rollBatch())::runOnce);
    upkeep.alsoRepeat(
        "count of what waits",
        config.upkeep().depthCheckMs(),
        new QueueDepth(new LoadStore(duties), meters)::runOnce);
    RoomStore rooms =
        new RoomStore(duties, config.execution().running(), config.execution().runningCheckMs());
    upkeep.alsoRepeat("counts of what runs", config.execution().runningCheckMs(), rooms::runOnce);
    upkeep.alsoRepeat("blocked delays", config.upkeep().heartbeatMs(), rooms::releaseDue);
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

  private void measure(Executor executor, Pulse pulse) {
    Gauge.builder("holdfast.sessions.leased", () -> executor.held().size())
        .description("Sessions whose tasks this pod runs")
        .register(meters);
    Gauge.builder("holdfast.beat.age", pulse::ageSeconds)
        .description("Since this pod's last sign of life came through, by its own clock")
        .baseUnit("seconds")
        .register(meters);
  }

  private static void take(Hint.ToTasks hint, Executor executor, Upkeep upkeep) {
    switch (hint) {
      case Hint.Cancel cancel -> executor.cancel(cancel.taskId());
      case Hint.Pause pause -> executor.pause(pause.taskId());
      case Hint.Answered answered -> upkeep.lookForAnswers();
    }
  }
}
