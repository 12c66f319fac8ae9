package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.BindingJson;
import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.codec.SessionLifeJson;
import dev.holdfast.gateway.codec.SnapshotJson;
import dev.holdfast.gateway.session.Bindings;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.ListAudit;
import dev.holdfast.shared.message.ListBindings;
import dev.holdfast.shared.message.LiveConnections;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionSnapshot;
import dev.holdfast.shared.message.SessionWork;
import io.vertx.core.Future;
import java.util.Optional;

/** Answers the frames about a principal's sessions. */
final class SessionRequests {
  private final Sessions sessions;
  private final Bindings bindings;
  private final Principal principal;
  private final OwnSession own;

  SessionRequests(Sessions sessions, Bindings bindings, Principal principal, OwnSession own) {
    this.sessions = sessions;
    this.bindings = bindings;
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
              .compose(session -> shown(session, get.snapshot(), requestId));
      case ClientFrame.ListAudit audit ->
          own.or(audit.sessionId())
              .compose(
                  session -> sessions.audit(new ListAudit(session, audit.before(), audit.limit())))
              .map(page ->
                  Reply.to("list_audit", requestId, out -> SessionLifeJson.write(out, page)));
      case ClientFrame.ListBindings list ->
          own.or(list.sessionId())
              .compose(
                  session -> bindings.list(new ListBindings(session, list.before(), list.limit())))
              .map(page ->
                  Reply.to("list_bindings", requestId, out -> BindingJson.write(out, page)));
      case ClientFrame.Rebind rebind ->
          bindings
              .rebind(principal, rebind.move())
              .map(
                  binding -> Reply.to("rebind", requestId, out -> BindingJson.write(out, binding)));
    };
  }

  private Future<Reply> shown(SessionRecord session, boolean snapshot, String requestId) {
    Future<SessionWork> work = sessions.work(session.session());
    Future<LiveConnections> live = sessions.connections(session.session());
    Future<Optional<SessionSnapshot>> underWay = sessions.snapshot(session.session(), snapshot);
    return Future.all(work, live, underWay)
        .map(all ->
            Reply.to(
                "get_session",
                requestId,
                out -> {
                  SessionJson.write(out, session);
                  SessionLifeJson.write(out, work.result());
                  SessionJson.write(out, work.result().summary());
                  BindingJson.write(out, live.result());
                  SnapshotJson.write(out, underWay.result());
                }));
  }
}
