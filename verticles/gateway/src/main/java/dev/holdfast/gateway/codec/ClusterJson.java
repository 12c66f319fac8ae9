package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.ClusterState;
import dev.holdfast.shared.message.PodFacts;
import dev.holdfast.shared.message.PodRecord;
import dev.holdfast.shared.message.PodState;
import java.util.Optional;

/** The cluster as an operator is shown it. */
public final class ClusterJson {
  /** The state of a pod that is alive by the database's account and did not answer. */
  private static final String UNANSWERED = "unanswered";

  private ClusterJson() {}

  /**
   * Writes {@code pods}.
   *
   * @param asked the name of the pod that answers
   */
  public static void write(JsonOut out, String asked, ClusterState state) {
    out.text("answered_by", asked).objects("pods", state.pods(), ClusterJson::write);
  }

  private static void write(JsonOut out, PodState pod) {
    PodRecord record = pod.record();
    Optional<PodFacts> facts = pod.facts();
    out.text("pod", record.pod().name())
        .number("incarnation", record.incarnation())
        .text("state", facts.map(told -> told.life().wire()).orElse(UNANSWERED))
        .text("version", facts.map(PodFacts::version).orElse(null))
        .text("started_at", record.startedAt())
        .number("silent_ms", record.silentMs())
        .text("http", facts.map(PodFacts::http).orElse(null))
        .text("member", facts.map(PodFacts::member).orElse(null))
        .number("connections", facts.map(PodFacts::connections).orElse(null))
        .number("watchers", facts.map(PodFacts::watchers).orElse(null))
        .number("sessions_leased", record.sessionsLeased())
        .number("tasks_running", record.tasksRunning());
  }
}
