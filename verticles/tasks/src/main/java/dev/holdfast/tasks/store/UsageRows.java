package dev.holdfast.tasks.store;

import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.message.UsageTotals;
import io.vertx.sqlclient.Row;

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

  static Budget budget(Row row) {
    return new Budget(
        row.getLong("budget_tokens"),
        row.getLong("budget_cost"),
        row.getLong("budget_turns"),
        row.getLong("budget_tool_calls"));
  }
}
