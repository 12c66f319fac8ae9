package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.gateway.session.SessionEnd;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.SessionRecord;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Ends a session. Where it is the one that the caller's own session of the protocol leads to, that
 * leads to a new one from then on: with its session it would end too, and few clients initialize
 * again.
 */
final class EndTool {
  private final ToolSessions which;
  private final Sessions sessions;
  private final McpSessions mcp;

  EndTool(ToolSessions which, Sessions sessions, McpSessions mcp) {
    this.which = which;
    this.sessions = sessions;
    this.mcp = mcp;
  }

  Future<String> end(ToolCaller caller, Fields arguments) {
    arguments.allow(ProjectTools.with(SessionEnd.FIELDS));
    return which
        .of(caller, arguments)
        .compose(session -> {
          EndSession wanted = SessionEnd.read(caller.principal(), session.id(), arguments);
          return caller
              .mcp()
              .filter(own -> own.session().equals(session))
              .map(own -> endOwn(own, wanted))
              .orElseGet(() -> sessions.end(wanted));
        })
        .map(record -> JsonOut.object(out -> SessionJson.write(out, record)));
  }

  private Future<SessionRecord> endOwn(McpSession own, EndSession wanted) {
    return elsewhere(own)
        .compose(next ->
            sessions
                .end(wanted)
                .recover(
                    failure -> back(own, next).transform(done -> Future.failedFuture(failure))));
  }

  /** Nothing where there can be no new session: then the one of the protocol ends as well. */
  private Future<Optional<SessionRef>> elsewhere(McpSession own) {
    return sessions
        .resolve(new ResolveSession(own.session().owner(), null, null, null))
        .map(ResolvedSession::session)
        .compose(next ->
            mcp.attach(own, next)
                .map(Optional.of(next))
                .recover(failure -> unneeded(next, failure)))
        .otherwise(Optional.empty());
  }

  /** Somebody else led it elsewhere meanwhile; where nobody knows, the session may be in use. */
  private Future<Optional<SessionRef>> unneeded(SessionRef next, Throwable failure) {
    return Fault.of(failure).code().httpStatus() < ToolDesk.SERVICE_AT_FAULT
        ? abandon(next).map(Optional.empty())
        : Future.failedFuture(failure);
  }

  /** What could not be ended is the caller's again. */
  private Future<?> back(McpSession own, Optional<SessionRef> next) {
    return next.isEmpty()
        ? Future.succeededFuture()
        : mcp.move(own.id(), next.get(), own.session()).compose(back -> abandon(next.get()));
  }

  private Future<SessionRecord> abandon(SessionRef unused) {
    return sessions.end(
        new EndSession(unused.owner(), unused.id(), EndStatus.ABANDONED, "made in vain"));
  }
}
