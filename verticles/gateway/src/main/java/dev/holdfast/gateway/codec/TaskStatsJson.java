package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.TaskStats;

/** How many tasks there are, as every protocol shows it. */
public final class TaskStatsJson {
  private TaskStatsJson() {}

  /** Writes {@code counts}, {@code oldest_queued_ms} and {@code dead_letters}. */
  public static void write(JsonOut out, TaskStats stats) {
    out.objects("counts", stats.counts(), TaskStatsJson::write)
        .number("oldest_queued_ms", stats.oldestQueuedMs())
        .number("dead_letters", stats.deadLetters());
  }

  private static void write(JsonOut out, TaskStats.Count count) {
    out.text("agent", count.agent())
        .text("status", count.status().wire())
        .number("tasks", count.tasks());
  }
}
