package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.connection.Watcher;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.gateway.worker.WorkerLine;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A worker and its jobs; its key allows no other frames than these. */
record WorkerConversation(WorkerLine line) implements Conversation {
  @Override
  public Future<Reply> answer(ClientFrame frame, String requestId) {
    if (!(frame instanceof ClientFrame.OfWorkers asked)) {
      return Future.failedFuture(Views.forWorkersOnly());
    }
    return switch (asked) {
      case ClientFrame.WorkerHello hello ->
          Future.failedFuture(
              new Fault(
                  ErrorCode.BAD_REQUEST, "worker_hello was answered already on this connection"));
      case ClientFrame.WorkerHeartbeat heartbeat -> {
        line.heard();
        yield Future.succeededFuture(reply("worker_heartbeat", requestId));
      }
      case ClientFrame.WorkerLeave leave ->
          line.leave().map(left -> reply("worker_leave", requestId));
      case ClientFrame.JobNews news ->
          line.say(news.news()).map(taken -> reply(news.op(), requestId));
    };
  }

  @Override
  public @Nullable String taskEnded(Watcher watcher, long seq) {
    return null;
  }

  @Override
  public Future<Void> leave() {
    return line.drain();
  }

  @Override
  public void close() {
    line.close();
  }

  /** That a frame was taken is silent unless the worker marked it. */
  private static Reply reply(String op, String requestId) {
    return requestId.equals("null") ? Reply.none() : Reply.to(op, requestId, out -> {});
  }
}
