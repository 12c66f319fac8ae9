package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.InputJson;
import dev.holdfast.gateway.codec.QueueJson;
import dev.holdfast.gateway.codec.TaskJson;
import dev.holdfast.gateway.codec.TaskStatsJson;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CountTasks;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.SessionTool;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Answers the frames about questions, queues, dead letters and counts. What changes something the
 * connection's session must be allowed, and so must the session whose queue is changed.
 */
final class QueueRequests {
  private final Sessions sessions;
  private final TaskQueries tasks;
  private final Principal principal;
  private final OwnSession own;
  private final Supplier<Claim> claim;

  QueueRequests(
      Sessions sessions,
      TaskQueries tasks,
      Principal principal,
      OwnSession own,
      Supplier<Claim> claim) {
    this.sessions = sessions;
    this.tasks = tasks;
    this.principal = principal;
    this.own = own;
    this.claim = claim;
  }

  Future<Reply> answer(ClientFrame.OfQueues frame, String requestId) {
    Claim mineNow = claim.get();
    return switch (frame) {
      case ClientFrame.ProvideInput provide ->
          sessions
              .admit(own.session(), SessionTool.ANSWER_INPUT, null)
              .compose(
                  admitted -> tasks.answer(principal, provide.taskId(), provide.answer(), mineNow))
              .map(task -> Reply.to("provide_input", requestId, out -> TaskJson.write(out, task)));
      case ClientFrame.SendMessage send ->
          sessions
              .admit(own.session(), SessionTool.ANSWER_INPUT, null)
              .compose(admitted -> tasks.send(principal, send.taskId(), send.message(), mineNow))
              .map(task -> Reply.to("send_message", requestId, out -> TaskJson.write(out, task)));
      case ClientFrame.ListInputs list ->
          tasks
              .inputs(principal, list.taskId())
              .map(inputs ->
                  Reply.to("list_inputs", requestId, out -> InputJson.write(out, inputs)));
      case ClientFrame.GetQueue get ->
          own.or(get.sessionId())
              .compose(tasks::queue)
              .map(queue -> Reply.to("get_queue", requestId, out -> QueueJson.write(out, queue)));
      case ClientFrame.ChangeQueue change ->
          change(change)
              .map(
                  queue -> Reply.to("change_queue", requestId, out -> QueueJson.write(out, queue)));
      case ClientFrame.RequeueTask requeue ->
          sessions
              .admit(own.session(), SessionTool.SUBMIT_TASK, null)
              .compose(mine -> tasks.get(principal, requeue.taskId()))
              .compose(dead -> sessions.admit(dead.session(), SessionTool.SUBMIT_TASK, null))
              .compose(admitted -> tasks.requeue(principal, requeue.taskId(), mineNow))
              .map(done ->
                  Reply.to(
                      "requeue_task",
                      requestId,
                      out -> {
                        TaskJson.write(out, done.task());
                        out.flag("replayed", done.repeated());
                      }));
      case ClientFrame.CountTasks count ->
          own.or(count.sessionId())
              .compose(session -> tasks.count(new CountTasks(principal, session.number())))
              .map(stats ->
                  Reply.to("task_stats", requestId, out -> TaskStatsJson.write(out, stats)));
    };
  }

  private Future<QueueView> change(ClientFrame.ChangeQueue frame) {
    Claim mineNow = claim.get();
    return admitted(own.session())
        .compose(mine -> own.or(frame.sessionId()))
        .compose(session ->
            session.equals(own.session()) ? Future.succeededFuture(session) : admitted(session))
        .compose(session -> tasks.change(session, frame.change(), mineNow));
  }

  private Future<SessionRef> admitted(SessionRef session) {
    return sessions.admit(session, SessionTool.CHANGE_QUEUE, null).map(may -> session);
  }
}
