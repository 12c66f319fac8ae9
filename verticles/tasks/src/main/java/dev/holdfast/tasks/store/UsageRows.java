package dev.holdfast.tasks.store;

import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.message.UsageTotals;
import io.vertx.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/** Rows with counts as what they mean. */
final class UsageRows {
  private UsageRows() {}

  static Usage usage(Row row) {
    return new Usage(
        row.getLong("input_tokens"),
        row.getLong("output_tokens"),
        row.getLong("cache_read_tokens"),
        row.getLong("cache_write_tokens"),
        row.getLong("turns"),
        row.getLong("tool_calls"),
        row.getLong("cost_micros"));
  }

  static UsageTotals totals(Row row) {
    return new UsageTotals(
        usage(row), row.getLong("tasks"), row.getLong("attempts"), row.getLong("run_ms"));
  }

  /** Null where no agent of the session has told. */
  static @Nullable ContextUse context(Row row) {
    Long used = row.getLong("context_used");
    Long size = row.getLong("context_size");
    return used == null || size == null ? null : new ContextUse(used, size);
  }

  static Budget budget(Row row) {
    return new Budget(
        row.getLong("budget_tokens"),
        row.getLong("budget_cost"),
        row.getLong("budget_turns"),
        row.getLong("budget_tool_calls"));
  }
}
