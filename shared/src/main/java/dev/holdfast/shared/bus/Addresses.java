package dev.holdfast.shared.bus;

import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Authenticate;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.CheckKeys;
import dev.holdfast.shared.message.Committed;
import dev.holdfast.shared.message.CreateKey;
import dev.holdfast.shared.message.Delivery;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.FindIdempotent;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.GetTask;
import dev.holdfast.shared.message.KeyPage;
import dev.holdfast.shared.message.KeyRecord;
import dev.holdfast.shared.message.ListKeys;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.Pods;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.RevokeKey;
import dev.holdfast.shared.message.RotateKey;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskPage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.Unwatch;
import dev.holdfast.shared.message.ValidKeys;
import dev.holdfast.shared.message.Watch;
import java.util.Optional;

/** Every address of a pod's inner life. Between pods there are only those of {@link PodBus}. */
public final class Addresses {
  public static final Address<Authenticate, Optional<Access>> AUTHENTICATE =
      new Address<>("registry.authenticate");
  public static final Address<CheckKeys, ValidKeys> CHECK_KEYS =
      new Address<>("registry.check-keys");
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
  public static final Address<SetProject, ProjectBinding> SET_PROJECT =
      new Address<>("registry.set-project");
  public static final Address<GetProject, ProjectBinding> GET_PROJECT =
      new Address<>("registry.get-project");

  public static final Address<SubmitTask, SubmittedTask> SUBMIT_TASK =
      new Address<>("tasks.submit");
  public static final Address<FindIdempotent, Optional<TaskRecord>> FIND_IDEMPOTENT =
      new Address<>("tasks.find-idempotent");
  public static final Address<GetTask, TaskRecord> GET_TASK = new Address<>("tasks.get");
  public static final Address<ListTasks, TaskPage> LIST_TASKS = new Address<>("tasks.list");
  public static final Address<CancelTask, TaskRecord> CANCEL_TASK = new Address<>("tasks.cancel");

  /** Tasks tells broadcast what it committed. */
  public static final Topic<Committed> COMMITTED = new Topic<>("broadcast.committed");

  /** Tasks tells broadcast which pods are alive, at each heartbeat. */
  public static final Topic<Pods> PODS = new Topic<>("broadcast.pods");

  /** Answers with the number of the session's newest event when the watch began. */
  public static final Address<Watch, Long> WATCH = new Address<>("broadcast.watch");

  public static final Topic<Unwatch> UNWATCH = new Topic<>("broadcast.unwatch");
  public static final Topic<Flow> FLOW = new Topic<>("broadcast.flow");

  private Addresses() {}

  /** Where one gateway instance receives its watchers' events. */
  public static Topic<Delivery> deliveries(String gateway) {
    return new Topic<>("gateway.deliveries." + gateway);
  }
}
