package dev.holdfast.gateway.http;

import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** The streams of events: of a session, and of one task up to its end. */
public final class EventRoutes {
  private static final String AFTER = "after";

  private final ConnectionConfig config;
  private final Connections connections;
  private final Watches watches;
  private final Views views;

  public EventRoutes(
      ConnectionConfig config,
      Connections connections,
      Watches watches,
      Sessions sessions,
      TaskQueries tasks) {
    this.config = config;
    this.connections = connections;
    this.watches = watches;
    this.views = new Views(sessions, tasks);
  }

  List<Route> routes() {
    return List.of(
        Route.stream(
                "/api/sessions/:session_id/events",
                List.of(AFTER),
                call -> session(call, call.path("session_id")))
            .alsoForViewers(),
        Route.stream(
                "/api/sse",
                List.of("session_id", AFTER),
                call -> session(call, call.query().required("session_id")))
            .alsoForViewers(),
        Route.stream("/api/tasks/:task_id/events", List.of(AFTER), this::task).alsoForViewers());
  }

  private Future<Answer> session(Call call, String sessionId) {
    long after = position(call);
    return views
        .session(call.access(), sessionId)
        .compose(session -> open(call, session).follow(session, null, after))
        .map(new Answer.Streaming());
  }

  private Future<Answer> task(Call call) {
    long after = position(call);
    return views
        .task(call.access(), call.path("task_id"))
        .compose(task -> follow(task, call, after))
        .map(new Answer.Streaming());
  }

  private Future<Void> follow(TaskRecord task, Call call, long after) {
    EventStream stream = open(call, task.session());
    if (task.status().terminal() && after >= task.lastSeq()) {
      stream.endAtOnce(task.taskId(), task.lastSeq());
      return Future.succeededFuture();
    }
    return stream.follow(task.session(), task.taskId(), after);
  }

  private EventStream open(Call call, SessionRef session) {
    HttpServerRequest request = call.context().request();
    Connections.Slot slot =
        connections.admit(request.remoteAddress(), request.headers(), call.principal());
    slot.present(Connections.Kind.SSE, session, null);
    slot.rest(call.access().proof());
    return new EventStream(call.context(), config, watches, slot);
  }

  /** A reconnecting EventSource repeats its URL, so its header is the newer of the two. */
  private static long position(Call call) {
    Long after = call.query().number(AFTER, 0, Long.MAX_VALUE);
    String last = call.header("Last-Event-ID");
    if (last != null && !last.isEmpty()) {
      return Query.number("Last-Event-ID", last, 0, Long.MAX_VALUE);
    }
    return after == null ? 0 : after;
  }
}
