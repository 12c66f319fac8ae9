package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.BindingJson;
import dev.holdfast.gateway.session.Bindings;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.message.ListBindings;
import io.vertx.core.Future;
import java.util.List;

/** The bindings of a session, and the request that moves one to another. */
public final class BindingRoutes {
  private final Sessions sessions;
  private final Bindings bindings;

  public BindingRoutes(Sessions sessions, Bindings bindings) {
    this.sessions = sessions;
    this.bindings = bindings;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/sessions/:session_id/bindings", List.of("limit", "before"), this::list),
        Route.post("/api/bindings/rebind", this::rebind));
  }

  private Future<Answer> list(Call call) {
    Long before = call.query().number("before", 1, Long.MAX_VALUE);
    int limit = SessionSearch.size(call.query().number("limit", 1, SessionSearch.PAGE_MAX));
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session -> bindings.list(new ListBindings(session, before, limit)))
        .map(page -> Answer.json(200, out -> BindingJson.write(out, page)));
  }

  private Future<Answer> rebind(Call call) {
    return bindings
        .rebind(call.principal(), call.body(Bindings.REBIND_FIELDS))
        .map(binding -> Answer.json(200, out -> BindingJson.write(out, binding)));
  }
}
