package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.codec.SessionLifeJson;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.ListAudit;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionWork;
import io.vertx.core.Future;

/** Answers the frames about a principal's sessions. */
final class SessionRequests {
  private final Sessions sessions;
  private final Principal principal;
  private final OwnSession own;

  SessionRequests(Sessions sessions, Principal principal, OwnSession own) {
    this.sessions = sessions;
    this.principal = principal;
    this.own = own;
  }

  Future<Reply> answer(ClientFrame.OfSessions frame, String requestId) {
    return switch (frame) {
      case ClientFrame.ListSessions list ->
          sessions
              .list(list.search().of(principal, ErrorCode.INVALID_FIELD))
              .map(page ->
                  Reply.to("list_sessions", requestId, out -> SessionLifeJson.write(out, page)));
      case ClientFrame.GetSession get ->
          sessions
              .describe(principal, own.idOr(get.sessionId()))
              .compose(session ->
                  sessions.work(session.session()).map(work -> shown(session, work, requestId)));
      case ClientFrame.ListAudit audit ->
          own.or(audit.sessionId())
              .compose(
                  session -> sessions.audit(new ListAudit(session, audit.before(), audit.limit())))
              .map(page ->
                  Reply.to("list_audit", requestId, out -> SessionLifeJson.write(out, page)));
    };
  }

  private static Reply shown(SessionRecord session, SessionWork work, String requestId) {
    return Reply.to(
        "get_session",
        requestId,
        out -> {
          SessionJson.write(out, session);
          SessionLifeJson.write(out, work);
        });
  }
}
