package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.BindingJson;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.codec.SessionLifeJson;
import dev.holdfast.gateway.codec.ShareJson;
import dev.holdfast.gateway.codec.SnapshotJson;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.SharedSession;
import dev.holdfast.shared.identity.WorkerScope;
import dev.holdfast.shared.message.LiveConnections;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionSnapshot;
import dev.holdfast.shared.message.SessionWork;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /api/sessions}: find or make, read, bind to a project. */
public final class SessionRoutes {
  private static final String INCLUDE = "include";

  private final Sessions sessions;
  private final TaskQueries tasks;
  private final Views views;

  public SessionRoutes(Sessions sessions, TaskQueries tasks) {
    this.sessions = sessions;
    this.tasks = tasks;
    this.views = new Views(sessions, tasks);
  }

  List<Route> routes() {
    return Stream.of(
            own(),
            new SessionLifeRoutes(sessions).routes(),
            new QueueRoutes(sessions, tasks).routes())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> own() {
    return List.of(
        Route.post("/api/sessions", this::resolve),
        Route.get("/api/sessions/:session_id", List.of(INCLUDE), this::describe).alsoForViewers(),
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
    String sessionId = call.path("session_id");
    boolean snapshot = Sessions.isSnapshot(call.query().text(INCLUDE), ErrorCode.BAD_REQUEST);
    return switch (call.access().scope()) {
      case KeyScope any ->
          sessions
              .describe(call.principal(), sessionId)
              .compose(session -> whole(session, snapshot));
      case SharedSession only ->
          views
              .session(call.access(), sessionId)
              .compose(session -> sessions.describe(session.owner(), session.id()))
              .compose(session -> reduced(session, snapshot));
      case WorkerScope worker -> Future.failedFuture(Views.forWorkersOnly());
    };
  }

  private Future<Answer> whole(SessionRecord session, boolean snapshot) {
    Future<SessionWork> work = sessions.work(session.session());
    Future<LiveConnections> live = sessions.connections(session.session());
    Future<Optional<SessionSnapshot>> underWay = sessions.snapshot(session.session(), snapshot);
    return Future.all(work, live, underWay)
        .map(all ->
            Answer.json(
                200,
                out -> {
                  SessionJson.write(out, session);
                  SessionLifeJson.write(out, work.result());
                  SessionJson.write(out, work.result().summary());
                  BindingJson.write(out, live.result());
                  SnapshotJson.write(out, underWay.result());
                }));
  }

  private Future<Answer> reduced(SessionRecord session, boolean snapshot) {
    Future<SessionWork> work = sessions.work(session.session());
    Future<Optional<SessionSnapshot>> underWay = sessions.snapshot(session.session(), snapshot);
    return Future.all(work, underWay)
        .map(both ->
            Answer.json(
                200,
                out -> {
                  ShareJson.writeReduced(out, session);
                  SessionLifeJson.write(out, work.result());
                  SnapshotJson.write(out, underWay.result());
                }));
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
