package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.Sha256;
import dev.holdfast.gateway.mcp.exchange.CallTrace;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.ProgressToken;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.tools.ToolCaller;
import dev.holdfast.gateway.mcp.tools.ToolDefinition;
import dev.holdfast.gateway.mcp.tools.ToolDesk;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Tools towards clients with sessions. */
final class LegacyCalls {
  private static final int CURSOR_MAX = 200;
  private static final int MARK_MAX = 200;

  private final ToolDesk tools;
  private final TaskQueries tasks;

  LegacyCalls(ToolDesk tools, TaskQueries tasks) {
    this.tools = tools;
    this.tasks = tasks;
  }

  Future<McpAnswer> list(RpcMessage.Request request) {
    return tools
        .list(request.params().textOrNull("cursor", 1, CURSOR_MAX))
        .map(page ->
            McpAnswer.message(
                RpcOut.result(
                    request.id(),
                    out -> {
                      out.json("tools", array(page.definitions()));
                      if (page.next() != null) {
                        out.text("nextCursor", page.next());
                      }
                    })));
  }

  /** The result at once, or the stream of a task. */
  Future<McpAnswer> call(Exchange exchange, McpSession session, RpcMessage.Request request) {
    ToolCaller caller =
        new ToolCaller(
            exchange.principal(),
            Optional.of(session),
            () -> correlation(session, request.id()),
            CallTrace.of(exchange, request.params()));
    // Read before anything is done, so that a wrong one is refused with nothing done.
    String progress = ProgressToken.of(request.params());
    if (tools.isWork(request.params())) {
      exchange.place().take();
    }
    return tools
        .call(caller, request.params())
        .map(called ->
            switch (called) {
              case ToolDesk.Called.Done(var result) ->
                  McpAnswer.message(RpcOut.result(request.id(), result::write));
              case ToolDesk.Called.Working(TaskRecord task, long before) ->
                  following(
                      session,
                      task,
                      true,
                      before,
                      new StreamPosition(task.taskId(), request.id(), progress, 0, -1, false));
            });
  }

  /** The rest of a stream that broke; of one that told its result there is none. */
  McpAnswer resumed(McpSession session, TaskRecord task, StreamPosition position) {
    if (position.ended()) {
      return new McpAnswer.NoStream();
    }
    return following(session, task, false, position.seq(), position);
  }

  /**
   * Cancels the task of a call that has not ended, by the id of its request. Chats that share the
   * protocol's session may use one id: where it names several such calls, all go on.
   */
  Future<Integer> cancel(Principal principal, McpSession session, Fields params) {
    return tasks.cancelCall(
        principal, JsonOut.quoted(correlation(session, params.mark("requestId", MARK_MAX))));
  }

  private static McpAnswer following(
      McpSession session, TaskRecord task, boolean fresh, long after, StreamPosition position) {
    return new McpAnswer.Following(
        task.session(),
        task.taskId(),
        after,
        false,
        true,
        new LegacyStory(position, fresh, Ears.of(session)));
  }

  /** What names a request among those of the session it works in, as far as its client does. */
  private static String correlation(McpSession session, String requestId) {
    return "mcp." + Sha256.ofParts(List.of(session.id(), requestId));
  }

  private static String array(List<ToolDefinition> definitions) {
    return "["
        + String.join(",", definitions.stream().map(ToolDefinition::withSession).toList())
        + "]";
  }
}
