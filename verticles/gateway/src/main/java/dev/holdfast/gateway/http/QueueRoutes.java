package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.QueueJson;
import dev.holdfast.gateway.session.QueueRequest;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.SessionTool;
import io.vertx.core.Future;
import java.util.List;

/** {@code /api/sessions/{session_id}/queue}: what a session has yet to do, and in which order. */
final class QueueRoutes {
  private final Sessions sessions;
  private final TaskQueries tasks;

  QueueRoutes(Sessions sessions, TaskQueries tasks) {
    this.sessions = sessions;
    this.tasks = tasks;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/sessions/:session_id/queue", this::read),
        Route.post("/api/sessions/:session_id/queue", this::change));
  }

  private Future<Answer> read(Call call) {
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(tasks::queue)
        .map(queue -> Answer.json(200, out -> QueueJson.write(out, queue)));
  }

  private Future<Answer> change(Call call) {
    QueueChange change = QueueRequest.read(call.body(QueueRequest.FIELDS));
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session ->
            sessions
                .admit(session, SessionTool.CHANGE_QUEUE, null)
                .compose(admitted -> tasks.change(session, change, call.claim())))
        .map(queue -> Answer.json(200, out -> QueueJson.write(out, queue)));
  }
}
