package dev.holdfast.gateway.testing;

import dev.holdfast.gateway.codec.Sha256;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.WorkerScope;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.Admitted;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.BindingPage;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.IssuedTicket;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.message.LiveConnections;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.SessionLife;
import dev.holdfast.shared.message.SessionMode;
import dev.holdfast.shared.message.SessionPage;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.message.ValidKeys;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The registry: the same contract, in memory, for one test. */
public final class RegistryStandIn {
  private static final Map<String, Principal> HOLDERS =
      Map.of(
          Sha256.of(Others.ADA_TOKEN), new Principal("acme", "ada"),
          Sha256.of(Others.ADA_LESSER_TOKEN), new Principal("acme", "ada"),
          Sha256.of(Others.BOB_TOKEN), new Principal("acme", "bob"));

  private static final SessionLife LIVE = new SessionLife(Others.NOW, null, null, null);

  private final AtomicLong numbers = new AtomicLong(1);
  private final Map<Principal, Map<String, SessionRef>> sessions = new ConcurrentHashMap<>();
  private final Map<Transport, SessionRef> bindings = new ConcurrentHashMap<>();
  private final Map<Long, ProjectBinding> projects = new ConcurrentHashMap<>();
  private final McpStandIn mcps =
      new McpStandIn(owner -> resolve(new ResolveSession(owner, null, null, null)).session());
  private final Map<String, Access> tickets = new ConcurrentHashMap<>();
  private final Map<Long, SessionLife> lives = new ConcurrentHashMap<>();

  /** The ids of keys that are not valid any more. */
  public final Set<String> revoked = ConcurrentHashMap.newKeySet();

  /** Whether which session may use which tool was asked, in order. */
  public final BlockingQueue<AdmitCall> admissions = new LinkedBlockingQueue<>();

  /** The ids of sessions whose mode allows nothing. */
  public final Set<String> refusing = ConcurrentHashMap.newKeySet();

  /** The newest event of every session. */
  public volatile long head;

  void serve(Desk desk) {
    desk.answer(
        Addresses.AUTHENTICATE,
        question ->
            Optional.ofNullable(HOLDERS.get(question.credentialHash()))
                .map(holder ->
                    new Access(
                        holder,
                        question.credentialHash().equals(Sha256.of(Others.ADA_TOKEN))
                            ? KeyScope.ADMIN
                            : KeyScope.SESSION,
                        new Access.Proof.Key("key_of_" + holder.name())))
                .or(() -> worker(question.credentialHash())));
    desk.answer(
        Addresses.ISSUE_TICKET,
        command -> {
          tickets.put(
              command.ticketHash(),
              new Access(command.principal(), KeyScope.SESSION, command.proof()));
          return new IssuedTicket(command.lifetimeMs());
        });
    desk.answer(
        Addresses.REDEEM_TICKET,
        command -> Optional.ofNullable(tickets.remove(command.ticketHash())));
    desk.answer(
        Addresses.CHECK_KEYS,
        question -> {
          Set<String> valid = new HashSet<>(question.keyIds());
          valid.removeAll(revoked);
          return new ValidKeys(valid);
        });
    desk.answer(Addresses.RESOLVE_SESSION, this::resolve);
    desk.answer(
        Addresses.FIND_SESSION, question -> find(question.principal(), question.sessionId()));
    desk.answer(
        Addresses.DESCRIBE_SESSION,
        question -> {
          SessionRef session = find(question.principal(), question.sessionId());
          return new SessionRecord(
              session,
              Others.NOW,
              head,
              List.of(new SessionRecord.BindingRecord("http", Others.NOW, "client")),
              projects.get(session.number()),
              null,
              lives.getOrDefault(session.number(), LIVE));
        });
    desk.answer(
        Addresses.LIST_CONNECTIONS, question -> new LiveConnections(List.of(), 0, List.of()));
    desk.answer(
        Addresses.LIST_BINDINGS,
        question -> new BindingPage(List.of(binding("client-1", question.session().id())), null));
    desk.answer(
        Addresses.REBIND,
        command -> {
          mcps.move(command.transport().id(), find(command.principal(), command.sessionId()));
          return binding(command.transport().id(), command.sessionId());
        });
    desk.answer(Addresses.END_SESSION, this::end);
    mcps.serve(desk);
    desk.answer(Addresses.LIST_SESSIONS, this::sessions);
    desk.answer(
        Addresses.LIST_AUDIT,
        question ->
            new AuditPage(
                List.of(
                    new AuditPage.Entry(
                        2, Others.NOW, "session_ended", "ada", "{\"status\":\"expired\"}"),
                    new AuditPage.Entry(1, Others.NOW, "session_started", "ada", null)),
                question.before() == null ? 1L : null));
    desk.aside(Addresses.ADMIT_CALL, this::admit);
    desk.answer(Addresses.SET_PROJECT, this::setProject);
    desk.answer(
        Addresses.GET_PROJECT,
        question -> {
          ProjectBinding bound = projects.get(question.session().number());
          if (bound == null) {
            throw new Fault(ErrorCode.PROJECT_UNBOUND, "set a project first");
          }
          return bound;
        });
  }

  private static Optional<Access> worker(String hash) {
    return Sha256.of(Others.WORKER_TOKEN).equals(hash)
        ? Optional.of(
            new Access(
                new Principal("acme", "ada"),
                new WorkerScope(List.of("build", "test")),
                new Access.Proof.Key("key_of_worker")))
        : Optional.empty();
  }

  private static BindingPage.Binding binding(String transportId, String sessionId) {
    return new BindingPage.Binding(
        "http", transportId, sessionId, "client", "pod-1", Others.NOW, null, null);
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
    String project = question.project();
    ProjectBinding now =
        new ProjectBinding(
            project,
            question.mode(),
            project == null ? null : "pk_" + Sha256.of(project),
            question.repoRoot(),
            numbers.getAndIncrement(),
            version + 1,
            Others.NOW);
    projects.put(question.session().number(), now);
    return now;
  }

  /** Every call is admitted but those of the sessions of {@link #refusing}. */
  private Future<Admitted> admit(AdmitCall call) {
    admissions.add(call);
    return refusing.contains(call.session().id())
        ? Future.failedFuture(new Fault(ErrorCode.TOOL_NOT_ALLOWED, "not in this mode"))
        : Future.succeededFuture(new Admitted(SessionMode.PROJECT));
  }

  private SessionPage sessions(ListSessions wanted) {
    return new SessionPage(
        sessions.getOrDefault(wanted.principal(), Map.of()).values().stream()
            .limit(wanted.limit())
            .map(session ->
                new SessionPage.Item(
                    session, Others.NOW, null, lives.getOrDefault(session.number(), LIVE)))
            .toList(),
        wanted.before() == null ? 7L : null);
  }

  private SessionRecord end(EndSession wanted) {
    SessionRef session = find(wanted.principal(), wanted.sessionId());
    SessionLife life =
        lives.computeIfAbsent(
            session.number(),
            number ->
                new SessionLife(Others.NOW, Others.NOW, wanted.status().wire(), wanted.reason()));
    return new SessionRecord(
        session, Others.NOW, head, List.of(), projects.get(session.number()), null, life);
  }
}
