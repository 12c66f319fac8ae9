package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.connection.Watcher;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A client and its session. */
record ClientConversation(
    Requests requests,
    Subscriptions subscriptions,
    OpenCalls calls,
    PresenceRequests presence,
    ControlRequests control)
    implements Conversation {
  @Override
  public Future<Reply> answer(ClientFrame frame, String requestId) {
    return requests.answer(frame, requestId);
  }

  @Override
  public @Nullable String taskEnded(Watcher watcher, long seq) {
    return subscriptions.taskEnded(watcher, seq);
  }

  @Override
  public Future<Void> leave() {
    return Future.succeededFuture();
  }

  @Override
  public void close() {
    subscriptions.close();
    calls.close();
    presence.close();
    control.close();
  }
}
