package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.ErrorJson;
import dev.holdfast.gateway.codec.EventPageJson;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.ResolvedSession;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The texts of what a server sends. */
final class ServerFrame {
  private ServerFrame() {}

  /**
   * A reply.
   *
   * @param requestId the caller's mark as JSON text
   */
  static String reply(String op, String requestId, Consumer<JsonOut> body) {
    return JsonOut.object(out -> {
      out.text("op", op).json("request_id", requestId).flag("ok", true);
      body.accept(out);
    });
  }

  static String error(Fault fault, String requestId) {
    return JsonOut.object(out -> {
      out.text("op", "error");
      ErrorJson.write(out, fault, requestId);
    });
  }

  /**
   * The answer to a hello.
   *
   * @param warning why the client's own session id was not used, or null
   * @param role writes what the connection is to its session, where it asked to be something
   */
  static String helloAck(
      String requestId,
      ResolvedSession session,
      String pod,
      int heartbeatMs,
      @Nullable String warning,
      Consumer<JsonOut> role) {
    return reply(
        "hello_ack",
        requestId,
        out -> {
          SessionJson.write(out, session);
          out.number("protocol_version", Handshake.PROTOCOL_VERSION)
              .text("pod", pod)
              .number("heartbeat_ms", heartbeatMs);
          if (warning != null) {
            out.text("warning", warning);
          }
          role.accept(out);
        });
  }

  /** What a client asked to be told and no frame is answered by. */
  static String notice(String op, Consumer<JsonOut> body) {
    return JsonOut.object(out -> {
      out.text("op", op);
      body.accept(out);
    });
  }

  /** Numbers that were trimmed; it stands where their events would have. */
  static String gap(String sessionId, @Nullable String taskId, Gap gap) {
    return JsonOut.object(out -> {
      out.text("op", "gap").text("session_id", sessionId).text("task_id", taskId);
      EventPageJson.write(out, gap);
    });
  }

  static String end(long subscription, String taskId, long seq) {
    return JsonOut.object(out ->
        out.text("op", "end")
            .number("subscription", subscription)
            .text("task_id", taskId)
            .number("seq", seq)
            .text("reason", "task_finished"));
  }

  static String goaway(long retryAfterMs) {
    return JsonOut.object(out -> out.text("op", "goaway").number("retry_after_ms", retryAfterMs));
  }
}
