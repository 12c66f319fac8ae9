package dev.holdfast.gateway.session;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SharedSession;
import dev.holdfast.shared.identity.WorkerScope;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;

/**
 * What a credential lets its holder look at: everything of its principal, or one shared session.
 * What is beyond is answered like something that does not exist.
 */
public final class Views {
  private final Sessions sessions;
  private final TaskQueries tasks;

  public Views(Sessions sessions, TaskQueries tasks) {
    this.sessions = sessions;
    this.tasks = tasks;
  }

  /**
   * Lets only those go on who may do more than look.
   *
   * @throws Fault {@link ErrorCode#READ_ONLY}
   */
  public static void requireMore(Access access) {
    switch (access.scope()) {
      case KeyScope any -> {}
      case SharedSession only ->
          throw new Fault(ErrorCode.READ_ONLY, ErrorCode.READ_ONLY.meaning());
      case WorkerScope worker -> throw forWorkersOnly();
    }
  }

  /**
   * Lets no worker go on: its key serves agents on a WebSocket and does nothing else.
   *
   * @throws Fault {@link ErrorCode#FORBIDDEN}
   */
  public static void refuseWorkers(Access access) {
    if (access.scope() instanceof WorkerScope) {
      throw forWorkersOnly();
    }
  }

  /** The refusal of a worker's key. */
  public static Fault forWorkersOnly() {
    return new Fault(ErrorCode.FORBIDDEN, "the key of a worker serves agents and nothing else");
  }

  /** A session that must exist. */
  public Future<SessionRef> session(Access access, String sessionId) {
    return switch (access.scope()) {
      case KeyScope any -> sessions.find(access.principal(), sessionId);
      case SharedSession(SessionRef shared) ->
          shared.id().equals(sessionId)
              ? sessions
                  // Not find: that a guest looks is no use of the session.
                  .describe(access.principal(), sessionId)
                  .map(found -> same(shared, found.session()))
              : Future.failedFuture(unknownSession());
      case WorkerScope worker -> Future.failedFuture(forWorkersOnly());
    };
  }

  /** A task that must exist. */
  public Future<TaskRecord> task(Access access, String taskId) {
    refuseWorkers(access);
    Future<TaskRecord> task = tasks.get(access.principal(), taskId);
    return switch (access.scope()) {
      case KeyScope any -> task;
      case SharedSession(SessionRef shared) ->
          task.map(found -> {
            if (found.session().number() != shared.number()) {
              throw new Fault(ErrorCode.UNKNOWN_TASK, ErrorCode.UNKNOWN_TASK.meaning());
            }
            return found;
          });
      case WorkerScope worker -> Future.failedFuture(forWorkersOnly());
    };
  }

  /** The id may by now be another session's: the shared one was deleted, a new one took its id. */
  private static SessionRef same(SessionRef shared, SessionRef found) {
    if (found.number() != shared.number()) {
      throw unknownSession();
    }
    return found;
  }

  private static Fault unknownSession() {
    return new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
  }
}
