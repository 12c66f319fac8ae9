package dev.holdfast.tasks.task;

import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A limit and how much of it is used.
 *
 * @param used not less than at the report before, except for a day's, which begins anew
 */
public record LimitUse(Scope scope, Measure measure, long limit, long used) {
  /** Whose limit it is. */
  public enum Scope {
    /** Of one attempt. */
    ATTEMPT,
    /** Of all attempts of the task. */
    TASK,
    /** Of all tasks of the session. */
    SESSION,
    /** Of all sessions of the principal, on one day. */
    DAY;

    /** The name on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is counted. */
  public enum Measure {
    TOKENS,
    COST_MICROS,
    TURNS,
    TOOL_CALLS;

    /** The name on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The limits that a budget sets. */
  public static List<LimitUse> of(Scope scope, Budget budget, Usage used) {
    List<LimitUse> limits = new ArrayList<>();
    add(limits, scope, Measure.TOKENS, budget.tokens(), used.tokens());
    add(limits, scope, Measure.COST_MICROS, budget.costMicros(), used.costMicros());
    add(limits, scope, Measure.TURNS, budget.turns(), used.turns());
    add(limits, scope, Measure.TOOL_CALLS, budget.toolCalls(), used.toolCalls());
    return limits;
  }

  /** More was used than may be. */
  public boolean passed() {
    return used > limit;
  }

  /** Nothing may be used any more. */
  public boolean usedUp() {
    return used >= limit;
  }

  /** At least so many percent are used. */
  public boolean reached(int percent) {
    return used >= Math.ceilDiv(Math.multiplyExact(limit, percent), 100L);
  }

  /** The same limit, whatever is used of it. */
  public boolean isSame(LimitUse other) {
    return scope == other.scope && measure == other.measure && limit == other.limit;
  }

  /** One line for the task's owner. */
  public String told() {
    return switch (scope) {
      case ATTEMPT -> "it took " + used + " turns, the most it may take are " + limit;
      case TASK -> "the task's budget of " + limit + " " + measure.wire() + spent();
      case SESSION -> "the session's budget of " + limit + " " + measure.wire() + spent();
      case DAY -> "its owner's budget of the day of " + limit + " " + measure.wire() + spent();
    };
  }

  private String spent() {
    return " is used up: " + used;
  }

  private static void add(
      List<LimitUse> limits, Scope scope, Measure measure, @Nullable Long limit, long used) {
    if (limit != null) {
      limits.add(new LimitUse(scope, measure, limit, used));
    }
  }
}
