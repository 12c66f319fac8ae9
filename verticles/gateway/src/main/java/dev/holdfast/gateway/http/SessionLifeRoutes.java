package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.codec.SessionLifeJson;
import dev.holdfast.gateway.session.SessionEnd;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.message.ListAudit;
import io.vertx.core.Future;
import java.util.List;

/** {@code /api/sessions}: what becomes of sessions. */
final class SessionLifeRoutes {
  private final Sessions sessions;

  SessionLifeRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/sessions", SessionSearch.PARAMETERS, this::list),
        Route.get("/api/sessions/:session_id/audit", List.of("limit", "before"), this::audit),
        Route.post("/api/sessions/:session_id/end", this::end));
  }

  private Future<Answer> list(Call call) {
    Query query = call.query();
    SessionSearch search =
        new SessionSearch(
            query.text("status"),
            query.text("q"),
            query.text("project"),
            query.number("before", 1, Long.MAX_VALUE),
            query.number("limit", 1, SessionSearch.PAGE_MAX));
    return sessions
        .list(search.of(call.principal(), ErrorCode.BAD_REQUEST))
        .map(page -> Answer.json(200, out -> SessionLifeJson.write(out, page)));
  }

  private Future<Answer> audit(Call call) {
    Long before = call.query().number("before", 1, Long.MAX_VALUE);
    int limit = SessionSearch.size(call.query().number("limit", 1, SessionSearch.PAGE_MAX));
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session -> sessions.audit(new ListAudit(session, before, limit)))
        .map(page -> Answer.json(200, out -> SessionLifeJson.write(out, page)));
  }

  private Future<Answer> end(Call call) {
    return sessions
        .end(
            SessionEnd.read(call.principal(), call.path("session_id"), call.body(SessionEnd.FIELDS))
                .by(call.claim()))
        .map(session -> Answer.json(200, out -> SessionJson.write(out, session)));
  }
}
