package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.codec.SessionLifeJson;
import dev.holdfast.gateway.codec.TaskJson;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.session.CorrelationId;
import dev.holdfast.gateway.session.Credential;
import dev.holdfast.gateway.session.SessionEnd;
import dev.holdfast.gateway.session.Submission;
import dev.holdfast.gateway.session.Submission.Prepared;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Admitted;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskPage;
import io.vertx.core.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers the frames of one connection after its handshake. */
final class Requests {
  private final Services services;
  private Access access;
  private final Principal principal;
  private final SessionRef own;
  private final Subscriptions subscriptions;
  private final Connections.Slot slot;
  private final EntryRequests entryRequests;
  private final SessionRequests sessionRequests;
  private final ProjectRequests projectRequests;
  private final QueueRequests queueRequests;
  private final UsageRequests usageRequests;
  private final ToolRequests toolRequests;
  private final PresenceRequests presenceRequests;
  private final ControlRequests control;
  private Future<Void> submissions = Future.succeededFuture();

  Requests(
      Services services,
      Access access,
      SessionRef own,
      Subscriptions subscriptions,
      OpenCalls calls,
      PresenceRequests presenceRequests,
      ControlRequests control,
      Connections.Slot slot) {
    this.services = services;
    this.access = access;
    this.principal = access.principal();
    this.own = own;
    this.subscriptions = subscriptions;
    this.slot = slot;
    this.presenceRequests = presenceRequests;
    this.control = control;
    OwnSession ownSession = new OwnSession(services.sessions(), own);
    this.entryRequests = new EntryRequests(services.entries(), ownSession);
    this.projectRequests = new ProjectRequests(services.projects(), principal);
    this.queueRequests =
        new QueueRequests(
            services.sessions(), services.tasks(), principal, ownSession, control::claim);
    this.usageRequests =
        new UsageRequests(
            services.sessions(),
            services.tasks().usages(),
            () -> this.access,
            ownSession,
            control::claim);
    this.toolRequests =
        new ToolRequests(services.sessions(), services.tools(), own, calls, control::claim);
    this.sessionRequests =
        new SessionRequests(services.sessions(), services.bindings(), principal, ownSession);
  }

  /**
   * The reply.
   *
   * @param requestId the caller's mark as JSON text, to be repeated in it
   */
  Future<Reply> answer(ClientFrame frame, String requestId) {
    if (!Viewing.only(frame)) {
      Views.requireMore(access);
    }
    control.require(frame);
    Claim claim = control.claim();
    return switch (frame) {
      case ClientFrame.Hello hello ->
          Future.failedFuture(
              new Fault(ErrorCode.BAD_REQUEST, "hello was answered already on this connection"));
      case ClientFrame.SubmitTask submit ->
          submit(submit, CorrelationId.ofMark(requestId)).map(done -> submitted(done, requestId));
      case ClientFrame.GetTask get ->
          services
              .views()
              .task(access, get.taskId())
              .map(task -> reply("get_task_res", requestId, out -> TaskJson.write(out, task)));
      case ClientFrame.ListTasks list ->
          list(list)
              .map(page -> reply("list_tasks_res", requestId, out -> TaskJson.write(out, page)));
      case ClientFrame.Cancel cancel ->
          services
              .sessions()
              .admit(own, SessionTool.CANCEL, null)
              .compose(admitted -> services.tasks().cancel(principal, cancel.taskId(), claim))
              .map(task -> reply("cancel_res", requestId, out -> TaskJson.write(out, task)));
      case ClientFrame.Subscribe subscribe -> subscriptions.subscribe(subscribe, requestId);
      case ClientFrame.Unsubscribe unsubscribe -> subscriptions.unsubscribe(unsubscribe, requestId);
      case ClientFrame.Ack ack -> now(acknowledged(ack, requestId));
      case ClientFrame.Ping ping -> now(reply("ping_res", requestId, out -> {}));
      case ClientFrame.Health health -> now(reply("health_res", requestId, this::health));
      case ClientFrame.SetProject set ->
          services
              .sessions()
              .bind(own, set.binding())
              .map(binding ->
                  reply("set_project_res", requestId, out -> SessionJson.write(out, binding)));
      case ClientFrame.GetProject get ->
          services
              .sessions()
              .project(own)
              .map(binding ->
                  reply("get_project_res", requestId, out -> SessionJson.write(out, binding)));
      case ClientFrame.EndSession end -> endSession(end, requestId);
      case ClientFrame.OfEntries entries -> entryRequests.answer(entries, requestId);
      case ClientFrame.OfSessions asked -> sessionRequests.answer(asked, requestId);
      case ClientFrame.OfProjects asked -> projectRequests.answer(asked, requestId);
      case ClientFrame.OfQueues asked -> queueRequests.answer(asked, requestId);
      case ClientFrame.OfUsage asked -> usageRequests.answer(asked, requestId);
      case ClientFrame.OfTools asked -> toolRequests.answer(asked, requestId);
      case ClientFrame.OfWorkers asked ->
          Future.failedFuture(
              new Fault(ErrorCode.FORBIDDEN, "only the key of a worker sends these frames"));
      case ClientFrame.OfPresence asked -> presenceRequests.answer(asked, requestId);
      case ClientFrame.OfControl asked -> control.answer(asked, requestId);
      case ClientFrame.ForkSession fork ->
          services
              .sharing()
              .fork(principal, own.id(), fork.fork())
              .map(made ->
                  reply("fork_session_res", requestId, out -> SessionJson.write(out, made)));
      case ClientFrame.RotateToken rotate ->
          services
              .authenticator()
              .authenticate(Credential.of(rotate.token()))
              .map(next -> rotated(next, requestId));
    };
  }

  /** The connection rests on the new credential from now on; it never changes hands. */
  private Reply rotated(Access next, String requestId) {
    Views.requireMore(next);
    if (!next.principal().equals(principal)) {
      throw new Fault(ErrorCode.FORBIDDEN, "the token is not of this connection's principal");
    }
    slot.rest(next.proof());
    access = next;
    return reply("rotate_token_res", requestId, out -> {});
  }

  /**
   * Tasks enter the queue in the order of their frames: each is prepared after the one before it,
   * and on its way to the queue before the next is prepared. One that fails holds up none. Whether
   * the connection's session may submit is asked at once, for all that wait together.
   */
  private Future<SubmittedTask> submit(ClientFrame.SubmitTask frame, String correlationId) {
    TaskRequest request = frame.request().in(own.id());
    Idempotency idempotency =
        frame.idempotencyKey() == null ? null : request.idempotency(frame.idempotencyKey(), null);
    String key = own.id().equals(request.sessionId()) ? request.projectKey() : null;
    Future<Admitted> admitted = services.sessions().admit(own, SessionTool.SUBMIT_TASK, key);
    Claim claim = control.claim();
    Future<Prepared> prepared =
        submissions
            .compose(before -> admitted)
            .compose(may -> prepare(request, idempotency, correlationId));
    Future<SubmittedTask> completed =
        prepared.compose(ready -> services.submission().complete(ready, claim, frame.trace()));
    submissions = prepared.<Void>mapEmpty().otherwiseEmpty();
    return completed;
  }

  private Future<Prepared> prepare(
      TaskRequest request, @Nullable Idempotency idempotency, String correlationId) {
    return own.id().equals(request.sessionId())
        ? Future.succeededFuture(Submission.prepare(own, request, idempotency, correlationId))
        : services.submission().prepare(principal, request, null, idempotency, correlationId);
  }

  private static Reply submitted(SubmittedTask done, String requestId) {
    return reply(
        "submit_task_res",
        requestId,
        out -> {
          TaskJson.write(out, done.task());
          out.flag("replayed", done.repeated());
        });
  }

  private Future<TaskPage> list(ClientFrame.ListTasks frame) {
    Future<SessionRef> session =
        frame.sessionId() == null || frame.sessionId().equals(own.id())
            ? Future.succeededFuture(own)
            : services.views().session(access, frame.sessionId());
    return session.compose(found ->
        services
            .tasks()
            .list(
                new ListTasks(
                    principal,
                    found.number(),
                    frame.status(),
                    frame.before(),
                    frame.limit(),
                    frame.filter())));
  }

  private Future<Reply> endSession(ClientFrame.EndSession frame, String requestId) {
    return services
        .sessions()
        .end(SessionEnd.read(principal, own.id(), frame.end()).by(control.claim()))
        .map(session ->
            reply("end_session_res", requestId, out -> SessionLifeJson.writeEnd(out, session)));
  }

  private void health(JsonOut out) {
    out.text("pod", services.pod()).text("session_id", own.id());
  }

  /** Acknowledging is silent unless the client marked the frame. */
  private static Reply acknowledged(ClientFrame.Ack ack, String requestId) {
    return requestId.equals("null")
        ? Reply.none()
        : reply("ack_res", requestId, out -> out.number("seq", ack.seq()));
  }

  private static Reply reply(String op, String requestId, Consumer<JsonOut> body) {
    return Reply.of(ServerFrame.reply(op, requestId, body));
  }

  private static Future<Reply> now(Reply reply) {
    return Future.succeededFuture(reply);
  }
}
