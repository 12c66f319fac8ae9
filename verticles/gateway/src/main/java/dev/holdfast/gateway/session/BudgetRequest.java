package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.message.Budget;
import java.util.List;

/** Reads a budget as a client wrote it. */
public final class BudgetRequest {
  /** The names of the fields. */
  public static final List<String> FIELDS = List.of("tokens", "cost_micros", "turns", "tool_calls");

  /** The most a budget can be; who wants no limit leaves it out. */
  public static final long MAX = 1_000_000_000_000L;

  private BudgetRequest() {}

  /** The budget in the fields named in {@link #FIELDS}; what is absent has no limit. */
  public static Budget read(Fields fields) {
    return new Budget(
        fields.numberOrNull("tokens", 0, MAX),
        fields.numberOrNull("cost_micros", 0, MAX),
        fields.numberOrNull("turns", 0, MAX),
        fields.numberOrNull("tool_calls", 0, MAX));
  }
}
