package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.TaskStatus;
import org.jspecify.annotations.Nullable;

/** Everything a client can send, read and checked. */
sealed interface ClientFrame {
  /**
   * The first frame.
   *
   * @param sessionId as the client wrote it, not yet checked
   */
  record Hello(
      @Nullable String sessionId,
      @Nullable String token,
      long protocolVersion,
      @Nullable Transport transport,
      @Nullable StableKey stableKey)
      implements ClientFrame {
    @Override
    public String toString() {
      return "Hello[****]";
    }
  }

  record SubmitTask(TaskRequest request, @Nullable String idempotencyKey) implements ClientFrame {}

  record GetTask(String taskId) implements ClientFrame {}

  record ListTasks(
      @Nullable String sessionId, @Nullable TaskStatus status, @Nullable Long before, int limit)
      implements ClientFrame {}

  record Cancel(String taskId) implements ClientFrame {}

  record Subscribe(long after, @Nullable String taskId, @Nullable String sessionId)
      implements ClientFrame {}

  /**
   * Ends following.
   *
   * @param subscription null for all
   */
  record Unsubscribe(@Nullable Long subscription) implements ClientFrame {}

  record Ack(long seq) implements ClientFrame {}

  record Ping() implements ClientFrame {}

  record Health() implements ClientFrame {}

  /**
   * Binds the session to a project.
   *
   * @param binding the frame's fields, of which {@code project} and {@code expected_version} count
   */
  record SetProject(Fields binding) implements ClientFrame {}

  record GetProject() implements ClientFrame {}

  /**
   * Ends the connection's session.
   *
   * @param end the frame's fields, of which {@code reason} and {@code status} count
   */
  record EndSession(Fields end) implements ClientFrame {}

  /**
   * Forks the connection's session.
   *
   * @param fork the frame's fields, of which those of a fork count
   */
  record ForkSession(Fields fork) implements ClientFrame {}

  /** Puts another credential of the same principal in the place of the connection's. */
  record RotateToken(String token) implements ClientFrame {
    @Override
    public String toString() {
      return "RotateToken[****]";
    }
  }
}
