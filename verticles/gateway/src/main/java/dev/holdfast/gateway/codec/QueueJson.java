package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.QueueView;

/** Queues of sessions as every protocol shows them. */
public final class QueueJson {
  private QueueJson() {}

  /** Writes {@code held}, {@code tasks}, {@code more} and {@code waits_for}. */
  public static void write(JsonOut out, QueueView queue) {
    out.flag("held", queue.held())
        .objects("tasks", queue.places(), QueueJson::write)
        .flag("more", queue.more())
        .text("waits_for", queue.waitsFor());
  }

  private static void write(JsonOut out, QueueView.Place place) {
    out.text("task_id", place.taskId())
        .text("status", place.status().wire())
        .flag("held", place.held())
        .text("not_before", place.notBefore())
        .texts("waiting_for", place.waitingFor());
  }
}
