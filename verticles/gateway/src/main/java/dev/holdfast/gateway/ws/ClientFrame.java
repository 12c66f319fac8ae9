package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.Controls;
import dev.holdfast.gateway.session.EntryQuery;
import dev.holdfast.gateway.session.EntryRotation;
import dev.holdfast.gateway.session.InputAnswer;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.gateway.session.TaskMessage;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.session.ToolRequest;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.ProjectStatus;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.TaskFilter;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.trace.TraceParent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything a client can send, read and checked. */
sealed interface ClientFrame {
  /**
   * The first frame.
   *
   * @param sessionId as the client wrote it, not yet checked
   * @param ticket in the place of a token; never both
   * @param role what it wants to be to its session; null for nothing particular
   */
  record Hello(
      @Nullable String sessionId,
      @Nullable String token,
      @Nullable String ticket,
      long protocolVersion,
      @Nullable Transport transport,
      @Nullable StableKey stableKey,
      @Nullable Role role)
      implements ClientFrame {
    @Override
    public String toString() {
      return "Hello[****]";
    }
  }

  record SubmitTask(
      TaskRequest request, @Nullable String idempotencyKey, Optional<TraceParent> trace)
      implements ClientFrame {}

  record GetTask(String taskId) implements ClientFrame {}

  record ListTasks(
      @Nullable String sessionId,
      @Nullable TaskStatus status,
      @Nullable Long before,
      int limit,
      TaskFilter filter)
      implements ClientFrame {}

  record Cancel(String taskId) implements ClientFrame {}

  /**
   * Begins following.
   *
   * @param after a position, or {@code Watch.NOW}
   * @param types only events of these types; none for all
   */
  record Subscribe(
      long after, @Nullable String taskId, @Nullable String sessionId, Set<EventType> types)
      implements ClientFrame {
    public Subscribe {
      types = Set.copyOf(types);
    }
  }

  /**
   * Ends following.
   *
   * @param subscription null for all
   */
  record Unsubscribe(@Nullable Long subscription) implements ClientFrame {}

  record Ack(long seq) implements ClientFrame {}

  record Ping() implements ClientFrame {}

  record Health() implements ClientFrame {}

  /**
   * Binds the session to a project.
   *
   * @param binding the frame's fields, of which those of a binding count
   */
  record SetProject(Fields binding) implements ClientFrame {}

  record GetProject() implements ClientFrame {}

  /**
   * Ends the connection's session.
   *
   * @param end the frame's fields, of which {@code reason} and {@code status} count
   */
  record EndSession(Fields end) implements ClientFrame {}

  /**
   * Forks the connection's session.
   *
   * @param fork the frame's fields, of which those of a fork count
   */
  record ForkSession(Fields fork) implements ClientFrame {}

  /**
   * What is asked of a session's log.
   *
   * <p>{@code sessionId} is null for the connection's session.
   */
  sealed interface OfEntries extends ClientFrame {
    @Nullable String sessionId();
  }

  record AppendEntries(
      @Nullable String sessionId,
      List<NewEntry> entries,
      @Nullable String projectKey,
      @Nullable String idempotencyKey)
      implements OfEntries {
    public AppendEntries {
      entries = List.copyOf(entries);
    }
  }

  record ReadEntries(
      @Nullable String sessionId,
      JournalLog log,
      @Nullable Long before,
      @Nullable Long limit,
      @Nullable String projectKey)
      implements OfEntries {}

  record QueryEntries(@Nullable String sessionId, EntryQuery query) implements OfEntries {}

  record RotateEntries(
      @Nullable String sessionId, EntryRotation rotation, @Nullable String projectKey)
      implements OfEntries {}

  record VerifyEntries(
      @Nullable String sessionId, JournalLog log, long after, @Nullable String projectKey)
      implements OfEntries {}

  /** What is asked of a principal's register of projects. */
  sealed interface OfProjects extends ClientFrame {}

  record RegisterProject(Fields project) implements OfProjects {}

  record DescribeProject(String project) implements OfProjects {}

  record ListProjects(
      @Nullable ProjectStatus status,
      @Nullable String tag,
      @Nullable String prefix,
      @Nullable Long before,
      int limit)
      implements OfProjects {}

  record ChangeProject(String project, Fields change) implements OfProjects {}

  record ArchiveProject(String project, Fields archival) implements OfProjects {}

  record ListProjectAudit(String project, @Nullable Long before, int limit) implements OfProjects {}

  /** What is asked about a principal's sessions. */
  sealed interface OfSessions extends ClientFrame {}

  record ListSessions(SessionSearch search) implements OfSessions {}

  /**
   * Shows a session.
   *
   * @param sessionId null is the connection's
   * @param snapshot whether with what it has under way
   */
  record GetSession(@Nullable String sessionId, boolean snapshot) implements OfSessions {}

  record ListAudit(@Nullable String sessionId, @Nullable Long before, int limit)
      implements OfSessions {}

  record ListBindings(@Nullable String sessionId, @Nullable Long before, int limit)
      implements OfSessions {}

  /**
   * Moves a binding of the principal.
   *
   * @param move the frame's fields, of which those of a move count
   */
  record Rebind(Fields move) implements OfSessions {}

  /** What is asked of agents' questions and sessions' queues. */
  sealed interface OfQueues extends ClientFrame {}

  record ProvideInput(String taskId, InputAnswer answer) implements OfQueues {}

  record ListInputs(String taskId) implements OfQueues {}

  record SendMessage(String taskId, TaskMessage message) implements OfQueues {}

  /** Null is the connection's session. */
  record GetQueue(@Nullable String sessionId) implements OfQueues {}

  record ChangeQueue(@Nullable String sessionId, QueueChange change) implements OfQueues {}

  record RequeueTask(String taskId) implements OfQueues {}

  /** Null is the connection's session. */
  record CountTasks(@Nullable String sessionId) implements OfQueues {}

  /** What is asked of what work used. */
  sealed interface OfUsage extends ClientFrame {}

  record GetTaskUsage(String taskId) implements OfUsage {}

  /** Null is the connection's session. */
  record GetUsage(@Nullable String sessionId) implements OfUsage {}

  record SetBudget(@Nullable String sessionId, Budget budget) implements OfUsage {}

  /** The days as the client wrote them, not yet checked. */
  record ReportUsage(@Nullable String from, @Nullable String to, @Nullable String of)
      implements OfUsage {}

  /** What is asked of tools. */
  sealed interface OfTools extends ClientFrame {}

  /**
   * One page of tools.
   *
   * @param after the name after which it begins; null for the first page
   */
  record ListTools(@Nullable String after, int limit) implements OfTools {}

  record CallTool(ToolRequest request, @Nullable String idempotencyKey, Optional<TraceParent> trace)
      implements OfTools {}

  /** What a worker says, on a connection that its key opened. */
  sealed interface OfWorkers extends ClientFrame {}

  /**
   * A worker's first frame.
   *
   * @param workerId its own name for itself; null for one that is made here
   * @param jobs those it is still at work on
   */
  record WorkerHello(
      @Nullable String token,
      long protocolVersion,
      @Nullable String workerId,
      List<String> agents,
      int slots,
      List<String> jobs)
      implements OfWorkers {
    public WorkerHello {
      agents = List.copyOf(agents);
      jobs = List.copyOf(jobs);
    }

    @Override
    public String toString() {
      return "WorkerHello[****]";
    }
  }

  record WorkerHeartbeat() implements OfWorkers {}

  /** A worker takes no more jobs, and gives back those that it has. */
  record WorkerLeave() implements OfWorkers {}

  /** News of a job, under the op that it came as. */
  record JobNews(String op, WorkerNews news) implements OfWorkers {}

  /** Puts another credential of the same principal in the place of the connection's. */
  record RotateToken(String token) implements ClientFrame {
    @Override
    public String toString() {
      return "RotateToken[****]";
    }
  }

  /** What is asked of who watches sessions; null is the connection's session. */
  sealed interface OfPresence extends ClientFrame {}

  record WatchPresence(@Nullable String sessionId) implements OfPresence {}

  record UnwatchPresence(@Nullable String sessionId) implements OfPresence {}

  /** What a connection wants to be to its session. */
  sealed interface Role {
    record Driver(Controls.Wish wish) implements Role {}

    record Observer() implements Role {}
  }

  /** What is asked of who controls the connection's session. */
  sealed interface OfControl extends ClientFrame {}

  record TakeControl(Controls.Wish wish) implements OfControl {}

  record ReleaseControl() implements OfControl {}

  /** Null is the connection's session. */
  record GetControl(@Nullable String sessionId) implements OfControl {}
}
