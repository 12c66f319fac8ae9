package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.ToolJson;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.gateway.session.ToolRequest;
import dev.holdfast.gateway.session.Tools;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.ListTools;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.SessionTool;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** {@code /api/tools}: list and call. */
public final class ToolRoutes {
  private static final List<String> FIELDS =
      Stream.concat(Stream.of("session_id"), ToolRequest.FIELDS.stream()).toList();

  private final Tools tools;
  private final Sessions sessions;

  public ToolRoutes(Tools tools, Sessions sessions) {
    this.tools = tools;
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/tools", List.of("limit", "after"), this::list),
        Route.post("/api/tools/:tool", this::call));
  }

  private Future<Answer> list(Call call) {
    Long limit = call.query().number("limit", 1, Tools.PAGE_MAX);
    return tools
        .list(
            new ListTools(
                call.query().text("after"), limit == null ? Tools.PAGE_DEFAULT : limit.intValue()))
        .map(page -> Answer.json(200, out -> ToolJson.write(out, page)));
  }

  /** The call's session is the one named, else that of the transport, else a new one. */
  private Future<Answer> call(Call call) {
    String tool = call.path("tool");
    if (tool.length() > ToolRequest.NAME_MAX) {
      throw new Fault(ErrorCode.UNKNOWN_TOOL, ErrorCode.UNKNOWN_TOOL.meaning());
    }
    Fields body = call.body(FIELDS);
    ToolRequest request = ToolRequest.read(tool, body);
    String sessionId = TaskRequest.sessionId(body);
    Transport transport = call.transport();
    String key = call.idempotencyKey();
    if (key != null && sessionId == null && transport == null) {
      throw new Fault(
          ErrorCode.MISSING_FIELD,
          "session_id is required: the key of a call counts within its session");
    }
    return tools
        .prepare(request)
        .compose(prepared ->
            sessions
                .resolve(new ResolveSession(call.principal(), sessionId, transport, null))
                .compose(resolved ->
                    sessions
                        .admit(resolved.session(), SessionTool.SUBMIT_TASK, null)
                        .compose(admitted ->
                            tools.call(
                                resolved.session(),
                                request,
                                prepared,
                                request.mark(null),
                                key,
                                RequestIds.of(call.context().request()),
                                call.claim(),
                                call.trace()))))
        .map(TaskRoutes::submitted);
  }
}
