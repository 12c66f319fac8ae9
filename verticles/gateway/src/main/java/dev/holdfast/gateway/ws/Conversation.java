package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.connection.Watcher;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** What goes on over a connection after its handshake. */
interface Conversation {
  /**
   * The reply.
   *
   * @param requestId the caller's mark as JSON text, to be repeated in it
   */
  Future<Reply> answer(ClientFrame frame, String requestId);

  /** What to send where a watcher's task has ended; null for nothing. */
  @Nullable String taskEnded(Watcher watcher, long seq);

  /** The pod stops and the client was told; done when the connection may be closed. */
  Future<Void> leave();

  /** The connection is closed. */
  void close();
}
