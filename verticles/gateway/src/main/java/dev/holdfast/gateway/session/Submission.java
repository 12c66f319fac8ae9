package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.Admitted;
import dev.holdfast.shared.message.FindIdempotent;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.trace.TraceParent;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a request to a durable task, in two steps: prepare settles the session, complete puts the
 * task into its queue. A connection that completes in the order in which it prepared keeps its
 * tasks in the order in which they were sent.
 */
public final class Submission {
  /** What preparing came to. */
  public sealed interface Prepared {
    /** A repetition; nothing is left to be done. */
    record Repeated(TaskRecord task) implements Prepared {}

    /** A task that may now be queued. */
    record Ready(SubmitTask task) implements Prepared {}
  }

  private final Bus bus;
  private final Accepting accepting;

  public Submission(Bus bus, Accepting accepting) {
    this.bus = bus;
    this.accepting = accepting;
  }

  /**
   * Prepares for a session that is settled and has admitted the request.
   *
   * @param correlationId the id of the request; goes with the task and its events
   */
  public static Prepared prepare(
      SessionRef session,
      TaskRequest request,
      @Nullable Idempotency idempotency,
      String correlationId) {
    return new Prepared.Ready(
        new SubmitTask(
            session,
            request.input(),
            request.agent(),
            request.agentPreset(),
            request.toolPreset(),
            request.maxAttempts(),
            idempotency,
            request.options().timeouts(),
            request.options().place(),
            request.options().limits(),
            correlationId,
            request.options().plan()));
  }

  /**
   * Settles the session. A repetition is looked for first, so that a lost answer sent again does
   * not mint a session that nobody will use.
   */
  public Future<Prepared> prepare(
      Principal principal,
      TaskRequest request,
      @Nullable Transport transport,
      @Nullable Idempotency idempotency,
      String correlationId) {
    return find(principal, idempotency)
        .compose(found ->
            found.isPresent()
                ? Future.succeededFuture(new Prepared.Repeated(found.get()))
                : resolve(principal, request, transport)
                    .compose(session ->
                        admit(session, request)
                            .map(admitted ->
                                prepare(session, request, idempotency, correlationId))));
  }

  /**
   * Queues the task; durable when the future succeeds.
   *
   * @param trace the client's, of which it is a part
   */
  public Future<SubmittedTask> complete(
      Prepared prepared, Claim claim, Optional<TraceParent> trace) {
    return switch (prepared) {
      case Prepared.Repeated(TaskRecord task) ->
          Future.succeededFuture(new SubmittedTask(task, true));
      case Prepared.Ready(SubmitTask task) -> accepting.submit(task.by(claim), trace);
    };
  }

  private Future<Optional<TaskRecord>> find(
      Principal principal, @Nullable Idempotency idempotency) {
    return idempotency == null
        ? Future.succeededFuture(Optional.empty())
        : bus.request(Addresses.FIND_IDEMPOTENT, new FindIdempotent(principal, idempotency));
  }

  /** Whether the session may have tasks now, and the key of the request is its own. */
  private Future<Admitted> admit(SessionRef session, TaskRequest request) {
    return bus.request(
        Addresses.ADMIT_CALL,
        new AdmitCall(session, SessionTool.SUBMIT_TASK, request.projectKey()));
  }

  private Future<SessionRef> resolve(
      Principal principal, TaskRequest request, @Nullable Transport transport) {
    return bus.request(
            Addresses.RESOLVE_SESSION,
            new ResolveSession(principal, request.sessionId(), transport, null))
        .map(resolved -> resolved.session());
  }
}
