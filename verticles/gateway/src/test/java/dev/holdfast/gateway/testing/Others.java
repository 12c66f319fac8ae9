package dev.holdfast.gateway.testing;

import dev.holdfast.gateway.codec.Sha256;
import dev.holdfast.shared.bus.Address;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.Delivery;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.FindIdempotent;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.LiveConnections;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.SessionLife;
import dev.holdfast.shared.message.SessionPage;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionWork;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskPage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Unwatch;
import dev.holdfast.shared.message.ValidKeys;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stands in for registry, tasks and broadcast: the same contract, in memory, for one test. */
public final class Others extends VerticleBase {
  public static final String ADA_TOKEN = "token-of-ada-0123456789";
  public static final String BOB_TOKEN = "token-of-bob-0123456789";

  private static final String NOW = "2026-01-02T03:04:05.000006Z";
  private static final Map<String, Principal> HOLDERS =
      Map.of(
          Sha256.of(ADA_TOKEN), new Principal("acme", "ada"),
          Sha256.of(BOB_TOKEN), new Principal("acme", "bob"));

  private static final SessionLife LIVE = new SessionLife(NOW, null, null, null);

  private final Bus bus;
  private final AtomicLong numbers = new AtomicLong(1);
  private final Map<Principal, Map<String, SessionRef>> sessions = new ConcurrentHashMap<>();
  private final Map<Transport, SessionRef> bindings = new ConcurrentHashMap<>();
  private final Map<Long, ProjectBinding> projects = new ConcurrentHashMap<>();
  private final Map<Long, SessionLife> lives = new ConcurrentHashMap<>();
  private final List<TaskRecord> tasks = new CopyOnWriteArrayList<>();
  private final Map<Idempotency, String> idempotent = new ConcurrentHashMap<>();
  private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
  private final Map<String, Future<?>> delays = new ConcurrentHashMap<>();

  /** What was asked, in order, of every address. */
  public final BlockingQueue<Record> asked = new LinkedBlockingQueue<>();

  public final BlockingQueue<Watch> watches = new LinkedBlockingQueue<>();
  public final BlockingQueue<Unwatch> unwatches = new LinkedBlockingQueue<>();
  public final BlockingQueue<Flow> flows = new LinkedBlockingQueue<>();

  /** What every session has to do. */
  public volatile SessionWork work = new SessionWork(0, null, null);

  /** The ids of keys that are not valid any more. */
  public final Set<String> revoked = ConcurrentHashMap.newKeySet();

  /** Called with each watch before it is answered. */
  public volatile Consumer<Watch> onWatch = watch -> {};

  /** What a watch is told is the newest event. */
  public volatile long head;

  public Others(Bus bus) {
    this.bus = bus;
  }

  @Override
  public Future<?> start() {
    answer(
        Addresses.AUTHENTICATE,
        question ->
            Optional.ofNullable(HOLDERS.get(question.credentialHash()))
                .map(holder ->
                    new Access(
                        holder,
                        holder.name().equals("ada") ? KeyScope.ADMIN : KeyScope.SESSION,
                        new Access.Proof.Key("key_of_" + holder.name()))));
    answer(
        Addresses.CHECK_KEYS,
        question -> {
          Set<String> valid = new HashSet<>(question.keyIds());
          valid.removeAll(revoked);
          return new ValidKeys(valid);
        });
    answer(Addresses.RESOLVE_SESSION, this::resolve);
    answer(Addresses.FIND_SESSION, question -> find(question.principal(), question.sessionId()));
    answer(
        Addresses.DESCRIBE_SESSION,
        question -> {
          SessionRef session = find(question.principal(), question.sessionId());
          return new SessionRecord(
              session,
              NOW,
              head,
              List.of(new SessionRecord.BindingRecord("http", NOW, "client")),
              projects.get(session.number()),
              null,
              lives.getOrDefault(session.number(), LIVE));
        });
    answer(Addresses.LIST_CONNECTIONS, question -> new LiveConnections(List.of(), 0, List.of()));
    answer(Addresses.END_SESSION, this::end);
    answer(Addresses.LIST_SESSIONS, this::sessions);
    answer(
        Addresses.LIST_AUDIT,
        question ->
            new AuditPage(
                List.of(
                    new AuditPage.Entry(2, NOW, "session_ended", "ada", "{\"status\":\"expired\"}"),
                    new AuditPage.Entry(1, NOW, "session_started", "ada", null)),
                question.before() == null ? 1L : null));
    answer(Addresses.DESCRIBE_WORK, question -> work);
    answer(Addresses.SET_PROJECT, this::setProject);
    answer(
        Addresses.GET_PROJECT,
        question -> {
          ProjectBinding bound = projects.get(question.session().number());
          if (bound == null) {
            throw new Fault(ErrorCode.PROJECT_UNBOUND, "set a project first");
          }
          return bound;
        });
    answer(Addresses.SUBMIT_TASK, this::submit);
    answer(Addresses.FIND_IDEMPOTENT, this::findIdempotent);
    answer(Addresses.GET_TASK, question -> task(question.principal(), question.taskId()));
    answer(Addresses.LIST_TASKS, this::list);
    answer(Addresses.CANCEL_TASK, question -> cancel(question.principal(), question.taskId()));
    answer(
        Addresses.WATCH,
        watch -> {
          watches.add(watch);
          onWatch.accept(watch);
          return head;
        });
    bus.listen(Addresses.UNWATCH, unwatches::add);
    bus.listen(Addresses.FLOW, flows::add);
    return Future.succeededFuture();
  }

  /** From now on this address fails so; with null it works again. */
  public void failing(Address<?, ?> address, @Nullable Throwable failure) {
    if (failure == null) {
      failures.remove(address.name());
    } else {
      failures.put(address.name(), failure);
    }
  }

  /** From now on this address answers only when the future is done. */
  public void answering(Address<?, ?> address, Future<?> when) {
    delays.put(address.name(), when);
  }

  /** Sends events to one watcher. */
  public void deliver(Watch watch, Event... events) {
    bus.tell(
        Addresses.deliveries(watch.gateway()),
        new Delivery(List.of(watch.watcher()), List.of(events)));
  }

  /** Sends events to several watchers of one gateway. */
  public void deliver(List<Watch> watches, List<Event> events) {
    bus.tell(
        Addresses.deliveries(watches.getFirst().gateway()),
        new Delivery(watches.stream().map(Watch::watcher).toList(), events));
  }

  /** Changes a task as its execution would. */
  public TaskRecord become(
      String taskId, TaskStatus status, @Nullable String result, long lastSeq) {
    for (int i = 0; i < tasks.size(); i++) {
      TaskRecord was = tasks.get(i);
      if (was.taskId().equals(taskId)) {
        TaskRecord now = changed(was, status, result, lastSeq);
        tasks.set(i, now);
        return now;
      }
    }
    throw new IllegalStateException("no task " + taskId);
  }

  /** The next of a queue, waited for. */
  public static <T> T next(BlockingQueue<T> queue) {
    try {
      T item = queue.poll(30, TimeUnit.SECONDS);
      if (item == null) {
        throw new IllegalStateException("nothing came");
      }
      return item;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private <Q extends Record, R> void answer(Address<Q, R> address, Function<Q, R> answer) {
    bus.answer(
        address,
        question -> {
          asked.add(question);
          Throwable failure = failures.get(address.name());
          if (failure != null) {
            return Future.failedFuture(failure);
          }
          Future<?> delay = delays.get(address.name());
          return delay == null
              ? Future.succeededFuture(answer.apply(question))
              : delay.map(done -> answer.apply(question));
        });
  }

  private ResolvedSession resolve(ResolveSession question) {
    Transport transport = question.transport();
    Transport stable = question.stableKey() == null ? null : question.stableKey().transport();
    ResolvedSession resolved;
    if (question.sessionId() != null) {
      resolved = getOrCreate(question, question.sessionId(), SessionSource.CLIENT);
    } else if (transport != null && bindings.containsKey(transport)) {
      resolved = existing(bindings.get(transport), SessionSource.TRANSPORT);
    } else if (stable != null && bindings.containsKey(stable)) {
      resolved = existing(bindings.get(stable), SessionSource.STABLE);
    } else {
      resolved = getOrCreate(question, SessionId.mint(), SessionSource.MINTED);
    }
    if (transport != null) {
      bindings.putIfAbsent(transport, resolved.session());
    }
    if (stable != null) {
      bindings.putIfAbsent(stable, resolved.session());
    }
    return resolved;
  }

  private static ResolvedSession existing(@Nullable SessionRef session, SessionSource source) {
    if (session == null) {
      throw new IllegalStateException("bound to nothing");
    }
    return new ResolvedSession(session, source, false);
  }

  private ResolvedSession getOrCreate(ResolveSession question, String id, SessionSource source) {
    Map<String, SessionRef> own =
        sessions.computeIfAbsent(question.principal(), each -> new ConcurrentHashMap<>());
    boolean created = !own.containsKey(id);
    SessionRef session =
        own.computeIfAbsent(
            id, each -> new SessionRef(numbers.getAndIncrement(), question.principal(), id));
    return new ResolvedSession(session, source, created);
  }

  private SessionRef find(Principal principal, String sessionId) {
    SessionRef session = sessions.getOrDefault(principal, Map.of()).get(sessionId);
    if (session == null) {
      throw new Fault(ErrorCode.UNKNOWN_SESSION, "no such session");
    }
    return session;
  }

  private ProjectBinding setProject(SetProject question) {
    ProjectBinding was = projects.get(question.session().number());
    long version = was == null ? 0 : was.version();
    if (question.expectedVersion() != null && question.expectedVersion() != version) {
      throw new Fault(ErrorCode.VERSION_CONFLICT, "the actual version is " + version);
    }
    ProjectBinding now = new ProjectBinding(question.project(), version + 1, NOW);
    projects.put(question.session().number(), now);
    return now;
  }

  private SubmittedTask submit(SubmitTask question) {
    Idempotency idempotency = question.idempotency();
    if (idempotency != null) {
      Optional<TaskRecord> found =
          findIdempotent(new FindIdempotent(question.session().owner(), idempotency));
      if (found.isPresent()) {
        return new SubmittedTask(found.get(), true);
      }
    }
    TaskRecord task =
        new TaskRecord(
            RandomId.mint("tsk"),
            question.session(),
            question.input(),
            question.agent() == null ? "demo" : question.agent(),
            question.agentPreset(),
            question.toolPreset(),
            TaskStatus.QUEUED,
            Progress.NONE,
            0,
            question.maxAttempts(),
            null,
            NOW,
            null,
            null,
            null,
            null,
            null,
            null,
            0);
    tasks.add(task);
    if (idempotency != null) {
      idempotent.put(idempotency, task.taskId());
    }
    return new SubmittedTask(task, false);
  }

  private Optional<TaskRecord> findIdempotent(FindIdempotent question) {
    for (Map.Entry<Idempotency, String> entry : idempotent.entrySet()) {
      if (entry.getKey().key().equals(question.idempotency().key())) {
        if (!entry.getKey().fingerprint().equals(question.idempotency().fingerprint())) {
          throw new Fault(ErrorCode.IDEMPOTENCY_CONFLICT, "the key was used otherwise");
        }
        return Optional.of(task(question.principal(), entry.getValue()));
      }
    }
    return Optional.empty();
  }

  private TaskRecord task(Principal principal, String taskId) {
    return tasks.stream()
        .filter(each -> each.taskId().equals(taskId))
        .filter(each -> each.session().owner().equals(principal))
        .findFirst()
        .orElseThrow(() -> new Fault(ErrorCode.UNKNOWN_TASK, "no such task"));
  }

  private TaskPage list(ListTasks question) {
    List<TaskRecord> all =
        tasks.reversed().stream()
            .filter(each -> each.session().owner().equals(question.principal()))
            .filter(each ->
                question.sessionNo() == null || each.session().number() == question.sessionNo())
            .filter(each -> question.status() == null || each.status() == question.status())
            .toList();
    return all.size() <= question.limit()
        ? new TaskPage(all, null)
        : new TaskPage(all.subList(0, question.limit()), 7L);
  }

  private SessionPage sessions(ListSessions wanted) {
    return new SessionPage(
        sessions.getOrDefault(wanted.principal(), Map.of()).values().stream()
            .limit(wanted.limit())
            .map(session ->
                new SessionPage.Item(
                    session, NOW, null, lives.getOrDefault(session.number(), LIVE)))
            .toList(),
        wanted.before() == null ? 7L : null);
  }

  private SessionRecord end(EndSession wanted) {
    SessionRef session = find(wanted.principal(), wanted.sessionId());
    SessionLife life =
        lives.computeIfAbsent(
            session.number(),
            number -> new SessionLife(NOW, NOW, wanted.status().wire(), wanted.reason()));
    return new SessionRecord(
        session, NOW, head, List.of(), projects.get(session.number()), null, life);
  }

  private TaskRecord cancel(Principal principal, String taskId) {
    TaskRecord was = task(principal, taskId);
    return switch (was.status()) {
      case QUEUED -> become(taskId, TaskStatus.CANCELLED, null, 2);
      case RUNNING, WAITING_INPUT -> was;
      case COMPLETED, FAILED, CANCELLED ->
          throw new Fault(ErrorCode.TASK_FINISHED, "the task has ended");
    };
  }

  private static TaskRecord changed(
      TaskRecord was, TaskStatus status, @Nullable String result, long lastSeq) {
    boolean ended = status.terminal();
    return new TaskRecord(
        was.taskId(),
        was.session(),
        was.input(),
        was.agent(),
        was.agentPreset(),
        was.toolPreset(),
        status,
        new Progress(2, 5, 120, 300),
        1,
        was.maxAttempts(),
        "pod-1",
        was.createdAt(),
        NOW,
        ended ? NOW : null,
        ended ? null : NOW,
        ended ? status.wire() : null,
        null,
        result,
        lastSeq);
  }
}
