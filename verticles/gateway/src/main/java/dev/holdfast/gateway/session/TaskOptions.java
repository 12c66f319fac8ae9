package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.OnBusy;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskTimeouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When and for how long a submitted task is to run.
 *
 * @param timeouts what of the configured times is to be less
 * @param place where in the queue it goes
 * @param limits how much it may use
 * @param plan how it stands to other tasks
 */
public record TaskOptions(
    TaskTimeouts timeouts, TaskPlace place, TaskLimits limits, TaskPlan plan) {
  /** Most milliseconds of a delay or a timeout: a week. */
  public static final int MS_MAX = 604_800_000;

  /** As soon as its turn comes, with the configured times. */
  public static final TaskOptions NONE =
      new TaskOptions(
          TaskTimeouts.CONFIGURED, TaskPlace.LAST, TaskLimits.CONFIGURED, TaskPlan.DEFAULT);

  private static final List<String> TIMEOUTS = List.of("queue_ms", "run_ms", "stall_ms");
  private static final int NAME_MAX = 64;

  /**
   * Reads {@code on_busy}, {@code delay_ms}, {@code timeouts}, what limits the task, and its plan.
   */
  static TaskOptions read(Fields fields) {
    OnBusy onBusy = onBusy(fields);
    TaskPlan plan = TaskPlans.read(fields);
    if (!plan.dependencies().on().isEmpty()
        && (onBusy == OnBusy.INTERRUPT || onBusy == OnBusy.ROLLBACK)) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "on_busy: what waits for others (depends_on) does not end what runs");
    }
    return new TaskOptions(
        timeouts(fields.objectOrNull("timeouts")),
        new TaskPlace(onBusy, Objects.requireNonNullElse(milliseconds(fields, "delay_ms", 0), 0)),
        LimitsRequest.read(fields),
        plan);
  }

  /** What a fingerprint is taken of: nothing where nothing was wanted. */
  List<@Nullable String> parts() {
    List<@Nullable String> parts = new ArrayList<>();
    if (!timeouts.equals(TaskTimeouts.CONFIGURED) || !place.equals(TaskPlace.LAST)) {
      parts.addAll(whenAndWhere());
    }
    parts.addAll(LimitsRequest.parts(limits));
    parts.addAll(TaskPlans.parts(plan));
    return parts;
  }

  private List<@Nullable String> whenAndWhere() {
    return Arrays.asList(
        place.onBusy().wire(),
        Integer.toString(place.delayMs()),
        text(timeouts.queueMs()),
        text(timeouts.runMs()),
        text(timeouts.stallMs()));
  }

  private static TaskTimeouts timeouts(@Nullable Fields fields) {
    if (fields == null) {
      return TaskTimeouts.CONFIGURED;
    }
    fields.allow(TIMEOUTS);
    return new TaskTimeouts(
        milliseconds(fields, "queue_ms", 1),
        milliseconds(fields, "run_ms", 1),
        milliseconds(fields, "stall_ms", 1));
  }

  private static OnBusy onBusy(Fields fields) {
    OnBusy strategy =
        EntryRequest.named(
            "on_busy",
            fields.textOrNull("on_busy", 0, NAME_MAX),
            TaskOptions::ofWire,
            Arrays.stream(OnBusy.values()).map(OnBusy::wire).toList(),
            ErrorCode.INVALID_FIELD);
    return strategy == null ? OnBusy.ENQUEUE : strategy;
  }

  private static Optional<OnBusy> ofWire(String wire) {
    return Arrays.stream(OnBusy.values()).filter(each -> each.wire().equals(wire)).findFirst();
  }

  private static @Nullable Integer milliseconds(Fields fields, String name, int min) {
    Long number = fields.numberOrNull(name, min, MS_MAX);
    return number == null ? null : number.intValue();
  }

  private static @Nullable String text(@Nullable Integer number) {
    return number == null ? null : Integer.toString(number);
  }
}
