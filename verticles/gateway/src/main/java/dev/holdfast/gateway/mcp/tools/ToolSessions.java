package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import io.vertx.core.Future;

/** Which session a call is about: the one it names, else the one its protocol session leads to. */
final class ToolSessions {
  static final String FIELD = "session_id";

  private final Sessions sessions;

  ToolSessions(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Authorised for this call; fails with {@code missing_field} where nothing says it. */
  Future<SessionRef> of(ToolCaller caller, Fields arguments) {
    String named = TaskRequest.sessionId(arguments);
    if (named != null) {
      return sessions.find(caller.principal(), named);
    }
    return caller
        .mcp()
        .map(mcp -> Future.succeededFuture(mcp.session()))
        .orElseGet(() ->
            Future.failedFuture(
                new Fault(
                    ErrorCode.MISSING_FIELD,
                    "session_id is required: call open_session and pass what it answers")));
  }
}
