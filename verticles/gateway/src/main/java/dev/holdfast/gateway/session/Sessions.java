package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.Admitted;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.DescribeWork;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EventPage;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.ListAudit;
import dev.holdfast.shared.message.ListConnections;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.message.LiveConnections;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.ReadEvents;
import dev.holdfast.shared.message.ReadSnapshot;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.SessionPage;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionSnapshot;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SessionWork;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds, makes and describes a principal's sessions, and binds them to projects. */
public final class Sessions {
  /** The fields of a project binding. */
  public static final List<String> PROJECT_FIELDS = BindingRequest.FIELDS;

  private final Bus bus;

  public Sessions(Bus bus) {
    this.bus = bus;
  }

  /** The session a request belongs to, made where there is none. */
  public Future<ResolvedSession> resolve(ResolveSession request) {
    return bus.request(Addresses.RESOLVE_SESSION, request);
  }

  /** A session that must exist; an id of invalid format is refused as such. */
  public Future<SessionRef> find(Principal principal, String sessionId) {
    return bus.request(
        Addresses.FIND_SESSION, new FindSession(principal, SessionId.require(sessionId)));
  }

  public Future<SessionRecord> describe(Principal principal, String sessionId) {
    return bus.request(
        Addresses.DESCRIBE_SESSION, new DescribeSession(principal, SessionId.require(sessionId)));
  }

  public Future<SessionPage> list(ListSessions page) {
    return bus.request(Addresses.LIST_SESSIONS, page);
  }

  public Future<AuditPage> audit(ListAudit page) {
    return bus.request(Addresses.LIST_AUDIT, page);
  }

  /** What a session has to do, and how its last failed task ended. */
  public Future<SessionWork> work(SessionRef session) {
    return bus.request(Addresses.DESCRIBE_WORK, new DescribeWork(session));
  }

  /** What a session has under way at one moment of its log; nothing where it is not wanted. */
  public Future<Optional<SessionSnapshot>> snapshot(SessionRef session, boolean wanted) {
    return wanted
        ? bus.request(Addresses.READ_SNAPSHOT, new ReadSnapshot(session)).map(Optional::of)
        : Future.succeededFuture(Optional.empty());
  }

  /** The connections of a session on every pod that answers in time. */
  public Future<LiveConnections> connections(SessionRef session) {
    return bus.request(Addresses.LIST_CONNECTIONS, new ListConnections(session.number()));
  }

  /** Events after a position, oldest first. */
  public Future<EventPage> events(ReadEvents wanted) {
    return bus.request(Addresses.READ_EVENTS, wanted);
  }

  /** Ends a session; one that ended before stays as it ended. */
  public Future<SessionRecord> end(EndSession request) {
    return bus.request(Addresses.END_SESSION, request);
  }

  public Future<ProjectBinding> project(SessionRef session) {
    return bus.request(Addresses.GET_PROJECT, new GetProject(session));
  }

  /** Binds by the fields named in {@link #PROJECT_FIELDS}. */
  public Future<ProjectBinding> bind(SessionRef session, Fields fields) {
    return bus.request(Addresses.SET_PROJECT, BindingRequest.read(session, fields));
  }

  /**
   * Whether the session may use a tool now.
   *
   * @param projectKey what the caller gave, or null
   */
  public Future<Admitted> admit(SessionRef session, SessionTool tool, @Nullable String projectKey) {
    return bus.request(Addresses.ADMIT_CALL, new AdmitCall(session, tool, projectKey));
  }

  /** Whether a snapshot is to be included, by what a client wants included. */
  public static boolean isSnapshot(@Nullable String include, ErrorCode otherwise) {
    if (include != null && !include.equals("snapshot")) {
      throw new Fault(otherwise, "include must be snapshot");
    }
    return include != null;
  }

  /** The optional {@code stable_key} of an object. */
  public static @Nullable StableKey stableKey(Fields fields) {
    Fields key = fields.objectOrNull("stable_key");
    if (key == null) {
      return null;
    }
    key.allow(List.of("agent", "repo_root", "mode", "scope"));
    return new StableKey(
        key.text("agent", 1, 200),
        key.text("repo_root", 1, 4096),
        Objects.requireNonNullElse(key.textOrNull("mode", 0, 200), ""),
        Objects.requireNonNullElse(key.textOrNull("scope", 0, 200), ""));
  }
}
