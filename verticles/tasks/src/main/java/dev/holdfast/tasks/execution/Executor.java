package dev.holdfast.tasks.execution;

import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.trace.Tracing;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.StopReason;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.LeaseLost;
import dev.holdfast.tasks.store.QuestionStore;
import dev.holdfast.tasks.store.Start;
import dev.holdfast.tasks.store.SummaryStore;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.GivenAnswer;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.task.Pulse;
import dev.holdfast.tasks.task.RunningTasks;
import dev.holdfast.tasks.task.Workplaces;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims sessions while it has room, and runs the head task of each.
 *
 * <p>A session is given back after each task, so that sessions take turns: the one that waited
 * longest is claimed first. The claim loop wakes when something was submitted or finished here, and
 * looks by itself every {@code tasks.poll_ms}.
 */
public final class Executor implements RunningTasks {
  private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

  /** What the executor is at. */
  private enum Phase {
    CLAIMING,
    DRAINING,
    STOPPED
  }

  private final ExecutionConfig config;
  private final LimitsConfig limits;
  private final ExecutionStore store;
  private final QuestionStore inputs;
  private final Commits commits;
  private final PodId pod;
  private final Pulse pulse;
  private final Map<String, Agent> agents;
  private final Workplaces workplaces;
  private final AttemptRunner runner;
  private final Semaphore room;
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, RunningAttempt> running = new ConcurrentHashMap<>();
  private final Set<Lease> held = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CLAIMING);
  private volatile long podNo;

  public Executor(
      ExecutionConfig config,
      LimitsConfig limits,
      ExecutionStore store,
      SummaryStore summaries,
      QuestionStore inputs,
      Commits commits,
      PodId pod,
      Pulse pulse,
      Map<String, Agent> agents,
      Workplaces workplaces,
      Tracing tracing) {
    this.config = config;
    this.limits = limits;
    this.store = store;
    this.inputs = inputs;
    this.commits = commits;
    this.pod = pod;
    this.pulse = pulse;
    this.agents = Map.copyOf(agents);
    this.workplaces = workplaces;
    this.runner = new AttemptRunner(store, summaries, commits, limits, pod, tracing);
    this.room = new Semaphore(config.concurrencyMax());
  }

  /**
   * Begins to claim.
   *
   * @param registered under which number this process holds leases
   */
  public void start(long registered) {
    podNo = registered;
    Thread.ofVirtual().name("claims").start(this::claimUntilStopped);
  }

  @Override
  public void restart(long registered) {
    LOG.warn("this pod was given up for lost; {} attempts are abandoned", running.size());
    podNo = registered;
    running.values().forEach(attempt -> attempt.writer().abandon());
  }

  @Override
  public void wake() {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  @Override
  public void cancel(String taskId) {
    RunningAttempt attempt = running.get(taskId);
    if (attempt != null) {
      attempt.writer().cancel(pod.name());
    }
  }

  @Override
  public void pause(String taskId) {
    RunningAttempt attempt = running.get(taskId);
    if (attempt != null) {
      attempt.cancellation().request(StopReason.PAUSED);
    }
  }

  @Override
  public Set<String> waitingInputs() {
    return running.values().stream()
        .flatMap(attempt -> attempt.questions().waiting().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void answered(GivenAnswer given) {
    running.values().forEach(attempt -> attempt.questions().answered(given));
  }

  @Override
  public void stopLate() {
    long now = System.nanoTime();
    for (RunningAttempt attempt : running.values()) {
      attempt.watchdog().verdict(now).ifPresent(attempt.cancellation()::request);
    }
  }

  @Override
  public void fence() {
    running.values().forEach(attempt -> attempt.cancellation().request(StopReason.FENCED));
  }

  @Override
  public Set<Lease> held() {
    return Set.copyOf(held);
  }

  @Override
  public void stop(Set<Lease> lost) {
    for (RunningAttempt attempt : running.values()) {
      Lease lease = new Lease(attempt.attempt().session().number(), attempt.attempt().leaseToken());
      if (lost.contains(lease)) {
        attempt.writer().abandon();
      }
    }
  }

  /**
   * Claims nothing more, lets attempts end by themselves for {@code tasks.drain_ms}, then stops the
   * rest and hands their sessions back. Blocks until that is done.
   */
  public void drain() throws InterruptedException {
    phase.set(Phase.DRAINING);
    wake();
    if (!room.tryAcquire(config.concurrencyMax(), config.drainMs(), TimeUnit.MILLISECONDS)) {
      running.values().forEach(attempt -> attempt.cancellation().request(StopReason.DRAINED));
      room.acquire(config.concurrencyMax());
    }
    phase.set(Phase.STOPPED);
  }

  private void claimUntilStopped() {
    try {
      while (phase.get() == Phase.CLAIMING) {
        if (claimOnce() == 0) {
          boolean woken = wake.tryAcquire(config.pollMs(), TimeUnit.MILLISECONDS);
          LOG.trace("looking for work, woken: {}", woken);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many sessions were claimed. */
  private int claimOnce() throws InterruptedException {
    int places = pulse.isStale() ? 0 : takeRoom();
    if (places == 0) {
      return 0;
    }
    int used = 0;
    try {
      // Each claim is started before the next one is made: what was claimed is never forgotten.
      for (Map.Entry<String, Integer> free : workplaces.wanted().entrySet()) {
        int most = Math.min(free.getValue(), places - used);
        if (most > 0) {
          used += begin(Blocking.get(store.claimBlocked(podNo, free.getKey(), most)));
        }
      }
      if (used < places) {
        used += begin(Blocking.get(store.claim(podNo, places - used)));
      }
      return used;
    } catch (Fault fault) {
      LOG.warn("cannot claim work: {}", fault.detail());
      return 0;
    } catch (RuntimeException e) {
      LOG.error("cannot claim work; it is tried again", e);
      return 0;
    } finally {
      room.release(places - used);
    }
  }

  private int begin(List<Lease> leases) {
    for (Lease lease : leases) {
      held.add(lease);
      Thread.ofVirtual().name("session-" + lease.sessionNo()).start(() -> runLease(lease));
    }
    return leases.size();
  }

  /** Room is taken before the claim, so that a drain waits for a claim that is under way. */
  private int takeRoom() {
    int places = Math.min(room.availablePermits(), config.claimBatch());
    if (places == 0 || !room.tryAcquire(places)) {
      return 0;
    }
    if (phase.get() == Phase.CLAIMING) {
      return places;
    }
    room.release(places);
    return 0;
  }

  private void runLease(Lease lease) {
    boolean settled = false;
    try {
      // A begin whose outcome is unknown is not repeated: LeaseAudit finds the lease that nobody
      // here acts under.
      switch (Blocking.get(store.begin(lease, pod.name()))) {
        case Start.Begun begun -> {
          commits.committed(lease.sessionNo(), begun.events());
          settled = runAttempt(begun.attempt());
        }
        case Start.Refused refused -> commits.committed(lease.sessionNo(), refused.events());
        case Start.Nothing nothing -> {}
      }
    } catch (LeaseLost e) {
      LOG.warn("a session was taken away from this pod");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("an attempt could not be brought to its end", e);
    } finally {
      workplaces.free(lease.token(), settled);
      held.remove(lease);
      room.release();
      wake();
    }
  }

  private boolean runAttempt(Attempt attempt) throws InterruptedException {
    Agent agent = agents.get(attempt.agent());
    Cancellation cancellation = new Cancellation();
    AttemptQuestions questions =
        new AttemptQuestions(attempt, inputs, commits, cancellation, config.inputMs());
    Watchdog watchdog =
        new Watchdog(
            config.runMs(attempt.runMs()), config.stallMs(attempt.stallMs()), System.nanoTime());
    AttemptLimits used = new AttemptLimits(limits, cancellation);
    AttemptWriter writer =
        new AttemptWriter(attempt, store, commits, cancellation, questions, watchdog, used, pulse);
    RunningAttempt entry =
        new RunningAttempt(attempt, cancellation, writer, questions, watchdog, used);
    running.put(attempt.taskId(), entry);
    try {
      if (phase.get() != Phase.CLAIMING) {
        cancellation.request(StopReason.DRAINED);
      }
      return runner.run(entry, agent == null ? new UnconfiguredAgent(attempt.agent()) : agent);
    } finally {
      running.remove(attempt.taskId(), entry);
    }
  }
}
