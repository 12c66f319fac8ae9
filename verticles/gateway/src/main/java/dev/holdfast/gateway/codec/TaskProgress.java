package dev.holdfast.gateway.codec;

import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TaskStatus;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** How far a task is, as an event of it tells. */
public record TaskProgress(TaskStatus status, Progress progress) {
  private static final int STATUS_MAX = 64;

  /** Empty where the event does not tell. */
  public static Optional<TaskProgress> of(Event event) {
    try {
      Fields data = StrictJson.object(event.data());
      String wire = data.textOrNull("status", 0, STATUS_MAX);
      return Arrays.stream(TaskStatus.values())
          .filter(status -> status.wire().equals(wire))
          .findFirst()
          .map(status ->
              new TaskProgress(
                  status,
                  new Progress(
                      count(data, "current_iteration"),
                      count(data, "total_iterations"),
                      count(data, "tokens_used"),
                      count(data, "total_tokens"))));
    } catch (Fault unreadable) {
      return Optional.empty();
    }
  }

  private static long count(Fields data, String name) {
    return Objects.requireNonNullElse(data.numberOrNull(name, 0, Long.MAX_VALUE), 0L);
  }
}
