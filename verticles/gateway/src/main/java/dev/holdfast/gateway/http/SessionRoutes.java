package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.codec.SessionLifeJson;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionWork;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** {@code /api/sessions}: find or make, read, bind to a project. */
public final class SessionRoutes {
  private final Sessions sessions;

  public SessionRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  List<Route> routes() {
    return Stream.concat(own().stream(), new SessionLifeRoutes(sessions).routes().stream())
        .toList();
  }

  private List<Route> own() {
    return List.of(
        Route.post("/api/sessions", this::resolve),
        Route.get("/api/sessions/:session_id", this::describe),
        Route.get("/api/sessions/:session_id/project", this::project),
        Route.put("/api/sessions/:session_id/project", this::bind));
  }

  private Future<Answer> resolve(Call call) {
    Fields fields = call.body(List.of("session_id", "stable_key"));
    ResolveSession request =
        new ResolveSession(
            call.principal(),
            TaskRequest.sessionId(fields),
            call.transport(),
            Sessions.stableKey(fields));
    return sessions
        .resolve(request)
        .map(resolved ->
            Answer.json(resolved.created() ? 201 : 200, out -> SessionJson.write(out, resolved)));
  }

  private Future<Answer> describe(Call call) {
    return sessions
        .describe(call.principal(), call.path("session_id"))
        .compose(session -> sessions.work(session.session()).map(work -> shown(session, work)));
  }

  private static Answer shown(SessionRecord session, SessionWork work) {
    return Answer.json(
        200,
        out -> {
          SessionJson.write(out, session);
          SessionLifeJson.write(out, work);
        });
  }

  private Future<Answer> project(Call call) {
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(sessions::project)
        .map(binding -> Answer.json(200, out -> SessionJson.write(out, binding)));
  }

  private Future<Answer> bind(Call call) {
    Fields fields = call.body(Sessions.PROJECT_FIELDS);
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session -> sessions.bind(session, fields))
        .map(binding -> Answer.json(200, out -> SessionJson.write(out, binding)));
  }
}
