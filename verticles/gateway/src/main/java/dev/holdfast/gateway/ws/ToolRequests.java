package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.ToolJson;
import dev.holdfast.gateway.session.CorrelationId;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Tools;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Admitted;
import dev.holdfast.shared.message.ListTools;
import dev.holdfast.shared.message.PreparedCall;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SubmittedTask;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Answers the frames about tools. A call belongs to the connection's session and waits in its
 * queue; calls enter it in the order of their frames.
 */
final class ToolRequests {
  private static final String NO_MARK = "null";

  private final Sessions sessions;
  private final Tools tools;
  private final SessionRef own;
  private final OpenCalls calls;
  private final Supplier<Claim> claim;
  private Future<Void> before = Future.succeededFuture();

  ToolRequests(
      Sessions sessions, Tools tools, SessionRef own, OpenCalls calls, Supplier<Claim> claim) {
    this.sessions = sessions;
    this.tools = tools;
    this.own = own;
    this.claim = claim;
    this.calls = calls;
  }

  Future<Reply> answer(ClientFrame.OfTools frame, String requestId) {
    return switch (frame) {
      case ClientFrame.ListTools list ->
          tools
              .list(new ListTools(list.after(), list.limit()))
              .map(page -> Reply.to("list_tools", requestId, out -> ToolJson.write(out, page)));
      case ClientFrame.CallTool call -> call(call, requestId);
    };
  }

  private Future<Reply> call(ClientFrame.CallTool frame, String requestId) {
    calls.begin();
    return submitted(frame, requestId)
        .onComplete(made -> calls.begun())
        .map(made ->
            new Reply(
                CallFrame.ack(requestId, made.task(), made.repeated()),
                () -> calls.follow(requestId, made.task())));
  }

  /** All that wait together are prepared together, and submitted one after the other. */
  private Future<SubmittedTask> submitted(ClientFrame.CallTool frame, String requestId) {
    Claim mineNow = claim.get();
    Future<Admitted> admitted = sessions.admit(own, SessionTool.SUBMIT_TASK, null);
    Future<PreparedCall> prepared = tools.prepare(frame.request());
    Future<PreparedCall> turn = Future.join(before, admitted, prepared).compose(all -> prepared);
    Future<SubmittedTask> made =
        turn.compose(ready ->
            tools.call(
                own,
                frame.request(),
                ready,
                frame.request().mark(requestId.equals(NO_MARK) ? null : requestId),
                frame.idempotencyKey(),
                CorrelationId.ofMark(requestId),
                mineNow,
                frame.trace()));
    before = turn.<Void>mapEmpty().otherwiseEmpty();
    return made;
  }
}
