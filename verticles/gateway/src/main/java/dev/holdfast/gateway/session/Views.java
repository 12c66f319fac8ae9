package dev.holdfast.gateway.session;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SharedSession;
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
    }
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
    };
  }

  /** A task that must exist. */
  public Future<TaskRecord> task(Access access, String taskId) {
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
