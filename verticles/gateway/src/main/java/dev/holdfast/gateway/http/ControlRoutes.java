package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.ControlJson;
import dev.holdfast.gateway.session.Controls;
import dev.holdfast.gateway.session.Sessions;
import io.vertx.core.Future;
import java.util.List;

/** {@code /api/sessions/{session_id}/control}: who controls a session. */
public final class ControlRoutes {
  private static final String PATH = "/api/sessions/:session_id/control";

  private final Sessions sessions;
  private final Controls controls;

  public ControlRoutes(Sessions sessions, Controls controls) {
    this.sessions = sessions;
    this.controls = controls;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, this::get), Route.put(PATH, this::take), Route.delete(PATH, this::release));
  }

  private Future<Answer> get(Call call) {
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(controls::get)
        .map(state -> Answer.json(200, out -> ControlJson.write(out, state)));
  }

  /** Takes control, or renews it where the token is the current one. */
  private Future<Answer> take(Call call) {
    Controls.Wish wish = Controls.Wish.read(call.body(Controls.FIELDS), call.controlToken());
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session -> controls.take(session, wish))
        .map(taken ->
            Answer.json(
                200,
                out -> ControlJson.write(out, taken.control(), taken.token(), taken.leaseMs())));
  }

  private Future<Answer> release(Call call) {
    call.body(List.of());
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session -> controls.release(session, call.claim()))
        .map(state -> Answer.json(200, out -> ControlJson.write(out, state)));
  }
}
