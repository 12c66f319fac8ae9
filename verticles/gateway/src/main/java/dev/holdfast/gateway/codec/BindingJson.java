package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.BindingPage;
import dev.holdfast.shared.message.ConnectionRecord;
import dev.holdfast.shared.message.LiveConnections;

/** Bindings and connections as the owner of a session is shown them. */
public final class BindingJson {
  private BindingJson() {}

  /** Writes {@code bindings} and {@code next}. */
  public static void write(JsonOut out, BindingPage page) {
    out.objects("bindings", page.bindings(), BindingJson::write).number("next", page.next());
  }

  public static void write(JsonOut out, BindingPage.Binding binding) {
    out.text("kind", binding.kind())
        .text("transport_id", binding.transportId())
        .text("session_id", binding.sessionId())
        .text("session_source", binding.source())
        .text("pod", binding.pod())
        .text("bound_at", binding.boundAt())
        .text("ended_at", binding.endedAt())
        .text("end_cause", binding.endCause());
  }

  /** Writes the connections, and whose are not known. */
  public static void write(JsonOut out, LiveConnections live) {
    out.objects("connections", live.connections(), BindingJson::write)
        .number("connections_left_out", live.more())
        .texts("pods_unanswered", live.unanswered());
  }

  private static void write(JsonOut out, ConnectionRecord connection) {
    out.text("pod", connection.pod())
        .text("kind", connection.kind())
        .text("remote", connection.remote())
        .text("since", connection.since())
        .text("transport_id", connection.transportId())
        .text("credential", connection.credential());
  }
}
