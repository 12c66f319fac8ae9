package dev.holdfast.shared.bus;

import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.Admitted;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.Archival;
import dev.holdfast.shared.message.ArchiveProject;
import dev.holdfast.shared.message.AskServer;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.Authenticate;
import dev.holdfast.shared.message.BindingPage;
import dev.holdfast.shared.message.CancelCall;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.ChangeMcpSubscription;
import dev.holdfast.shared.message.ChangeProject;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.CheckKeys;
import dev.holdfast.shared.message.CheckMcpSessions;
import dev.holdfast.shared.message.CloseMcpSession;
import dev.holdfast.shared.message.Committed;
import dev.holdfast.shared.message.ConnectionClosed;
import dev.holdfast.shared.message.ConnectionOpened;
import dev.holdfast.shared.message.ControlState;
import dev.holdfast.shared.message.CountTasks;
import dev.holdfast.shared.message.CreateKey;
import dev.holdfast.shared.message.CreateShare;
import dev.holdfast.shared.message.Delivery;
import dev.holdfast.shared.message.DescribeProject;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.DescribeWork;
import dev.holdfast.shared.message.DrainWorker;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndSessionTasks;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.EventPage;
import dev.holdfast.shared.message.FindBusySessions;
import dev.holdfast.shared.message.FindIdempotent;
import dev.holdfast.shared.message.FindMcpRoots;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.ForkSession;
import dev.holdfast.shared.message.GetControl;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.GetSessionUsage;
import dev.holdfast.shared.message.GetTask;
import dev.holdfast.shared.message.GetTaskUsage;
import dev.holdfast.shared.message.GetUsage;
import dev.holdfast.shared.message.Inputs;
import dev.holdfast.shared.message.IssueTicket;
import dev.holdfast.shared.message.IssuedTicket;
import dev.holdfast.shared.message.KeyPage;
import dev.holdfast.shared.message.KeyRecord;
import dev.holdfast.shared.message.ListAudit;
import dev.holdfast.shared.message.ListBindings;
import dev.holdfast.shared.message.ListConnections;
import dev.holdfast.shared.message.ListInputs;
import dev.holdfast.shared.message.ListKeys;
import dev.holdfast.shared.message.ListOffered;
import dev.holdfast.shared.message.ListPods;
import dev.holdfast.shared.message.ListProjectAudit;
import dev.holdfast.shared.message.ListProjects;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.message.ListShares;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.ListTools;
import dev.holdfast.shared.message.LiveConnections;
import dev.holdfast.shared.message.LivePods;
import dev.holdfast.shared.message.McpRoots;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.McpSessionStates;
import dev.holdfast.shared.message.McpSubscriptions;
import dev.holdfast.shared.message.OfferWorker;
import dev.holdfast.shared.message.OfferedPage;
import dev.holdfast.shared.message.OpenMcpSession;
import dev.holdfast.shared.message.Pods;
import dev.holdfast.shared.message.PrepareCall;
import dev.holdfast.shared.message.PreparedCall;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.ProjectPage;
import dev.holdfast.shared.message.ProjectRecord;
import dev.holdfast.shared.message.PurgeSessions;
import dev.holdfast.shared.message.QueryEntries;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.ReadEntries;
import dev.holdfast.shared.message.ReadEvents;
import dev.holdfast.shared.message.ReadQueue;
import dev.holdfast.shared.message.ReadSnapshot;
import dev.holdfast.shared.message.Rebind;
import dev.holdfast.shared.message.RedeemTicket;
import dev.holdfast.shared.message.RegisterProject;
import dev.holdfast.shared.message.ReleaseControl;
import dev.holdfast.shared.message.RenewControls;
import dev.holdfast.shared.message.RequeueTask;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.RevokeKey;
import dev.holdfast.shared.message.RevokeShare;
import dev.holdfast.shared.message.RollSession;
import dev.holdfast.shared.message.RolledSession;
import dev.holdfast.shared.message.RotateEntries;
import dev.holdfast.shared.message.RotateKey;
import dev.holdfast.shared.message.Rotation;
import dev.holdfast.shared.message.SendMessage;
import dev.holdfast.shared.message.ServerAnswer;
import dev.holdfast.shared.message.SessionPage;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionSnapshot;
import dev.holdfast.shared.message.SessionUsage;
import dev.holdfast.shared.message.SessionWork;
import dev.holdfast.shared.message.SessionsInUse;
import dev.holdfast.shared.message.SetBudget;
import dev.holdfast.shared.message.SetMcpLogLevel;
import dev.holdfast.shared.message.SetMcpRoots;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.message.SharePage;
import dev.holdfast.shared.message.ShareRecord;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TakeControl;
import dev.holdfast.shared.message.TakenControl;
import dev.holdfast.shared.message.TaskPage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStats;
import dev.holdfast.shared.message.TaskUsage;
import dev.holdfast.shared.message.ToWorker;
import dev.holdfast.shared.message.ToolPage;
import dev.holdfast.shared.message.Unwatch;
import dev.holdfast.shared.message.UsageReport;
import dev.holdfast.shared.message.ValidKeys;
import dev.holdfast.shared.message.Verification;
import dev.holdfast.shared.message.VerifyEntries;
import dev.holdfast.shared.message.Watch;
import dev.holdfast.shared.message.WorkerGone;
import dev.holdfast.shared.message.WorkerHeard;
import dev.holdfast.shared.message.WorkerSays;
import dev.holdfast.shared.message.WorkerWelcome;
import java.util.Optional;
import java.util.Set;

/** Every address of a pod's inner life. Between pods there are only those of {@link PodBus}. */
public final class Addresses {
  public static final Address<Authenticate, Optional<Access>> AUTHENTICATE =
      new Address<>("registry.authenticate");
  public static final Address<CheckKeys, ValidKeys> CHECK_KEYS =
      new Address<>("registry.check-keys");
  public static final Address<IssueTicket, IssuedTicket> ISSUE_TICKET =
      new Address<>("registry.issue-ticket");
  public static final Address<RedeemTicket, Optional<Access>> REDEEM_TICKET =
      new Address<>("registry.redeem-ticket");
  public static final Address<CreateKey, KeyRecord> CREATE_KEY =
      new Address<>("registry.create-key");
  public static final Address<ListKeys, KeyPage> LIST_KEYS = new Address<>("registry.list-keys");
  public static final Address<RotateKey, KeyRecord> ROTATE_KEY =
      new Address<>("registry.rotate-key");
  public static final Address<RevokeKey, KeyRecord> REVOKE_KEY =
      new Address<>("registry.revoke-key");
  public static final Address<ResolveSession, ResolvedSession> RESOLVE_SESSION =
      new Address<>("registry.resolve-session");
  public static final Address<FindSession, SessionRef> FIND_SESSION =
      new Address<>("registry.find-session");
  public static final Address<DescribeSession, SessionRecord> DESCRIBE_SESSION =
      new Address<>("registry.describe-session");
  public static final Address<EndSession, SessionRecord> END_SESSION =
      new Address<>("registry.end-session");
  public static final Address<ListSessions, SessionPage> LIST_SESSIONS =
      new Address<>("registry.list-sessions");
  public static final Address<ListAudit, AuditPage> LIST_AUDIT =
      new Address<>("registry.list-audit");
  public static final Address<SetProject, ProjectBinding> SET_PROJECT =
      new Address<>("registry.set-project");
  public static final Address<GetProject, ProjectBinding> GET_PROJECT =
      new Address<>("registry.get-project");
  public static final Address<AdmitCall, Admitted> ADMIT_CALL =
      new Address<>("registry.admit-call");
  public static final Address<RegisterProject, ProjectRecord> REGISTER_PROJECT =
      new Address<>("registry.register-project");
  public static final Address<DescribeProject, ProjectRecord> DESCRIBE_PROJECT =
      new Address<>("registry.describe-project");
  public static final Address<ListProjects, ProjectPage> LIST_PROJECTS =
      new Address<>("registry.list-projects");
  public static final Address<ChangeProject, ProjectRecord> CHANGE_PROJECT =
      new Address<>("registry.change-project");
  public static final Address<ArchiveProject, Archival> ARCHIVE_PROJECT =
      new Address<>("registry.archive-project");
  public static final Address<ListProjectAudit, AuditPage> LIST_PROJECT_AUDIT =
      new Address<>("registry.list-project-audit");
  public static final Address<ForkSession, SessionRecord> FORK_SESSION =
      new Address<>("registry.fork-session");

  /** Tasks asks the registry; no client does. */
  public static final Address<RollSession, RolledSession> ROLL_SESSION =
      new Address<>("registry.roll-session");

  public static final Address<CreateShare, ShareRecord> CREATE_SHARE =
      new Address<>("registry.create-share");
  public static final Address<ListShares, SharePage> LIST_SHARES =
      new Address<>("registry.list-shares");
  public static final Address<RevokeShare, ShareRecord> REVOKE_SHARE =
      new Address<>("registry.revoke-share");
  public static final Address<ListBindings, BindingPage> LIST_BINDINGS =
      new Address<>("registry.list-bindings");
  public static final Address<Rebind, BindingPage.Binding> REBIND =
      new Address<>("registry.rebind");
  public static final Address<OpenMcpSession, McpSession> OPEN_MCP_SESSION =
      new Address<>("registry.open-mcp-session");
  public static final Address<FindMcpSession, McpSession> FIND_MCP_SESSION =
      new Address<>("registry.find-mcp-session");
  public static final Address<CloseMcpSession, McpSession> CLOSE_MCP_SESSION =
      new Address<>("registry.close-mcp-session");
  public static final Address<SetMcpLogLevel, McpSession> SET_MCP_LOG_LEVEL =
      new Address<>("registry.set-mcp-log-level");
  public static final Address<ChangeMcpSubscription, McpSubscriptions> CHANGE_MCP_SUBSCRIPTION =
      new Address<>("registry.change-mcp-subscription");
  public static final Address<SetMcpRoots, McpSession> SET_MCP_ROOTS =
      new Address<>("registry.set-mcp-roots");
  public static final Address<FindMcpRoots, McpRoots> FIND_MCP_ROOTS =
      new Address<>("registry.find-mcp-roots");
  public static final Address<CheckMcpSessions, McpSessionStates> CHECK_MCP_SESSIONS =
      new Address<>("registry.check-mcp-sessions");

  public static final Address<TakeControl, TakenControl> TAKE_CONTROL =
      new Address<>("registry.take-control");
  public static final Address<ReleaseControl, ControlState> RELEASE_CONTROL =
      new Address<>("registry.release-control");
  public static final Address<GetControl, ControlState> GET_CONTROL =
      new Address<>("registry.get-control");

  /** The gateway tells the registry, again and again, whose connections stand. */
  public static final Topic<RenewControls> RENEW_CONTROLS = new Topic<>("registry.renew-controls");

  public static final Address<AppendEntries, AppendedEntries> APPEND_ENTRIES =
      new Address<>("registry.append-entries");
  public static final Address<ReadEntries, EntryPage> READ_ENTRIES =
      new Address<>("registry.read-entries");
  public static final Address<QueryEntries, EntryPage> QUERY_ENTRIES =
      new Address<>("registry.query-entries");
  public static final Address<RotateEntries, Rotation> ROTATE_ENTRIES =
      new Address<>("registry.rotate-entries");
  public static final Address<VerifyEntries, Verification> VERIFY_ENTRIES =
      new Address<>("registry.verify-entries");

  public static final Address<SubmitTask, SubmittedTask> SUBMIT_TASK =
      new Address<>("tasks.submit");
  public static final Address<FindIdempotent, Optional<TaskRecord>> FIND_IDEMPOTENT =
      new Address<>("tasks.find-idempotent");
  public static final Address<GetTask, TaskRecord> GET_TASK = new Address<>("tasks.get");
  public static final Address<ListTasks, TaskPage> LIST_TASKS = new Address<>("tasks.list");
  public static final Address<CancelTask, TaskRecord> CANCEL_TASK = new Address<>("tasks.cancel");
  public static final Address<CancelCall, Integer> CANCEL_CALL = new Address<>("tasks.cancel-call");
  public static final Address<RequeueTask, SubmittedTask> REQUEUE_TASK =
      new Address<>("tasks.requeue");
  public static final Address<CountTasks, TaskStats> COUNT_TASKS = new Address<>("tasks.count");
  public static final Address<AnswerInput, TaskRecord> ANSWER_INPUT =
      new Address<>("tasks.answer-input");
  public static final Address<ListInputs, Inputs> LIST_INPUTS = new Address<>("tasks.list-inputs");
  public static final Address<SendMessage, TaskRecord> SEND_MESSAGE =
      new Address<>("tasks.send-message");
  public static final Address<ReadQueue, QueueView> READ_QUEUE = new Address<>("tasks.read-queue");
  public static final Address<ChangeQueue, QueueView> CHANGE_QUEUE =
      new Address<>("tasks.change-queue");
  public static final Address<GetTaskUsage, TaskUsage> GET_TASK_USAGE =
      new Address<>("tasks.get-task-usage");
  public static final Address<GetSessionUsage, SessionUsage> GET_SESSION_USAGE =
      new Address<>("tasks.get-session-usage");
  public static final Address<GetUsage, UsageReport> GET_USAGE = new Address<>("tasks.get-usage");
  public static final Address<SetBudget, SessionUsage> SET_BUDGET =
      new Address<>("tasks.set-budget");
  public static final Address<EndSessionTasks, Integer> END_SESSION_TASKS =
      new Address<>("tasks.end-session");
  public static final Address<ReadSnapshot, SessionSnapshot> READ_SNAPSHOT =
      new Address<>("tasks.read-snapshot");
  public static final Address<DescribeWork, SessionWork> DESCRIBE_WORK =
      new Address<>("tasks.describe-work");
  public static final Address<FindBusySessions, Set<Long>> FIND_BUSY_SESSIONS =
      new Address<>("tasks.find-busy-sessions");
  public static final Address<PurgeSessions, Set<Long>> PURGE_SESSIONS =
      new Address<>("tasks.purge-sessions");

  public static final Address<ListTools, ToolPage> LIST_TOOLS = new Address<>("tasks.list-tools");
  public static final Address<PrepareCall, PreparedCall> PREPARE_CALL =
      new Address<>("tasks.prepare-call");
  public static final Address<ListOffered, OfferedPage> LIST_OFFERED =
      new Address<>("tasks.list-offered");
  public static final Address<AskServer, Optional<ServerAnswer>> ASK_SERVER =
      new Address<>("tasks.ask-server");

  public static final Address<ListPods, LivePods> LIST_PODS = new Address<>("tasks.list-pods");
  public static final Address<ListConnections, LiveConnections> LIST_CONNECTIONS =
      new Address<>("gateway.list-connections");

  /** The gateways of the pod tell its presence which connections they have. */
  public static final Topic<ConnectionOpened> CONNECTION_OPENED =
      new Topic<>("gateway.connection-opened");

  public static final Topic<ConnectionClosed> CONNECTION_CLOSED =
      new Topic<>("gateway.connection-closed");

  /** Tasks tells broadcast what it committed. */
  public static final Topic<Committed> COMMITTED = new Topic<>("broadcast.committed");

  /** Tasks tells broadcast which pods are alive, at each heartbeat. */
  public static final Topic<Pods> PODS = new Topic<>("broadcast.pods");

  /** Answers with the number of the session's newest event when the watch began. */
  public static final Address<Watch, Long> WATCH = new Address<>("broadcast.watch");

  /** A page of a session's log; the page's size is broadcast's. */
  public static final Address<ReadEvents, EventPage> READ_EVENTS =
      new Address<>("broadcast.read-events");

  /** The gateway tells the registry, again and again, what is in use. */
  public static final Topic<SessionsInUse> SESSIONS_IN_USE =
      new Topic<>("registry.sessions-in-use");

  public static final Topic<Unwatch> UNWATCH = new Topic<>("broadcast.unwatch");
  public static final Topic<Flow> FLOW = new Topic<>("broadcast.flow");

  public static final Address<OfferWorker, WorkerWelcome> OFFER_WORKER =
      new Address<>("tasks.offer-worker");
  public static final Address<DrainWorker, Integer> DRAIN_WORKER =
      new Address<>("tasks.drain-worker");
  public static final Topic<WorkerSays> WORKER_SAYS = new Topic<>("tasks.worker-says");
  public static final Topic<WorkerHeard> WORKER_HEARD = new Topic<>("tasks.worker-heard");
  public static final Topic<WorkerGone> WORKER_GONE = new Topic<>("tasks.worker-gone");

  private Addresses() {}

  /** Where one gateway instance receives its workers' orders. */
  public static Topic<ToWorker> workerOrders(String gateway) {
    return new Topic<>("gateway.worker-orders." + gateway);
  }

  /** Where one gateway instance receives its watchers' events. */
  public static Topic<Delivery> deliveries(String gateway) {
    return new Topic<>("gateway.deliveries." + gateway);
  }
}
