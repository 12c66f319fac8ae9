package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.TaskLimits;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a submission says of how much its task may use. */
final class LimitsRequest {
  private static final Pattern TYPE = Pattern.compile("[a-z0-9_-]{1,64}");
  private static final int NAME_MAX = 64;

  private LimitsRequest() {}

  /** Reads {@code task_type}, {@code budget} and {@code partial}. */
  static TaskLimits read(Fields fields) {
    return new TaskLimits(type(fields), budget(fields.objectOrNull("budget")), partial(fields));
  }

  /** What a fingerprint is taken of: nothing where nothing was wanted. */
  static List<@Nullable String> parts(TaskLimits limits) {
    Budget budget = limits.budget();
    return limits.equals(TaskLimits.CONFIGURED)
        ? List.of()
        : Arrays.asList(
            "limits",
            limits.taskType(),
            text(budget.tokens()),
            text(budget.costMicros()),
            text(budget.turns()),
            text(budget.toolCalls()),
            Boolean.toString(limits.acceptsPartial()));
  }

  private static @Nullable String type(Fields fields) {
    String type = fields.textOrNull("task_type", 0, NAME_MAX);
    if (type != null && !TYPE.matcher(type).matches()) {
      throw new Fault(ErrorCode.INVALID_FIELD, "task_type must be 1-64 characters of a-z 0-9 - _");
    }
    return type;
  }

  private static Budget budget(@Nullable Fields fields) {
    return fields == null ? Budget.NONE : BudgetRequest.read(fields.allow(BudgetRequest.FIELDS));
  }

  private static boolean partial(Fields fields) {
    String partial = fields.textOrNull("partial", 0, NAME_MAX);
    return switch (partial) {
      case null -> false;
      case "fail" -> false;
      case "accept" -> true;
      default -> throw new Fault(ErrorCode.INVALID_FIELD, "partial must be one of accept, fail");
    };
  }

  private static @Nullable String text(@Nullable Long number) {
    return number == null ? null : Long.toString(number);
  }
}
