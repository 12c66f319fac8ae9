package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.codec.ShareJson;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Sharing;
import dev.holdfast.shared.message.ListShares;
import io.vertx.core.Future;
import java.util.List;

/** {@code /api/sessions}: forks, and shares that let others look. */
public final class ShareRoutes {
  private static final String FORK = "/api/sessions/:session_id/fork";
  private static final String SHARES = "/api/sessions/:session_id/shares";

  private final Sessions sessions;
  private final Sharing sharing;

  public ShareRoutes(Sessions sessions, Sharing sharing) {
    this.sessions = sessions;
    this.sharing = sharing;
  }

  List<Route> routes() {
    return List.of(
        Route.post(FORK, this::fork),
        Route.post(SHARES, this::create),
        Route.get(SHARES, List.of("limit", "before"), this::list),
        Route.delete(SHARES + "/:share_id", this::revoke));
  }

  private Future<Answer> fork(Call call) {
    return sharing
        .fork(call.principal(), call.path("session_id"), call.body(Sharing.FORK_FIELDS))
        .map(fork -> Answer.json(201, out -> SessionJson.write(out, fork)));
  }

  private Future<Answer> create(Call call) {
    return sharing
        .create(call.principal(), call.path("session_id"), call.body(Sharing.SHARE_FIELDS))
        .map(made -> Answer.json(201, out -> ShareJson.write(out, made.token(), made.record())));
  }

  private Future<Answer> list(Call call) {
    Long before = call.query().number("before", 1, Long.MAX_VALUE);
    int limit = SessionSearch.size(call.query().number("limit", 1, SessionSearch.PAGE_MAX));
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session -> sharing.list(new ListShares(session, before, limit)))
        .map(page -> Answer.json(200, out -> ShareJson.write(out, page)));
  }

  private Future<Answer> revoke(Call call) {
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session -> sharing.revoke(session, call.path("share_id")))
        .map(share -> Answer.json(200, out -> ShareJson.write(out, share)));
  }
}
