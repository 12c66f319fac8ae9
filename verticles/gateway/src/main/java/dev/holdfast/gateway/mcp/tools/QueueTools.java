package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.QueueJson;
import dev.holdfast.gateway.session.QueueRequest;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.SessionTool;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** What a session has yet to do, and in which order. */
final class QueueTools {
  private final ToolSessions which;
  private final Sessions sessions;
  private final TaskQueries tasks;

  QueueTools(ToolSessions which, Sessions sessions, TaskQueries tasks) {
    this.which = which;
    this.sessions = sessions;
    this.tasks = tasks;
  }

  Map<String, Operation> operations() {
    return Map.of("get_queue", this::get, "edit_queue", this::edit);
  }

  private Future<String> get(ToolCaller caller, Fields arguments) {
    arguments.allow(List.of(ToolSessions.FIELD));
    return which
        .of(caller, arguments)
        .compose(tasks::queue)
        .map(queue -> JsonOut.object(out -> QueueJson.write(out, queue)));
  }

  private Future<String> edit(ToolCaller caller, Fields arguments) {
    QueueChange change = QueueRequest.read(arguments.allow(ProjectTools.with(QueueRequest.FIELDS)));
    return which
        .of(caller, arguments)
        .compose(session ->
            sessions
                .admit(session, SessionTool.CHANGE_QUEUE, null)
                .compose(admitted -> tasks.change(session, change)))
        .map(queue -> JsonOut.object(out -> QueueJson.write(out, queue)));
  }
}
