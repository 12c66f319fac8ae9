package dev.holdfast.shared.message;

import java.util.List;

/**
 * What was used on the days of a span, in UTC; also in sessions that are gone.
 *
 * @param from the first day, as {@code 2026-01-31}
 * @param to the last day, which counts
 * @param totals of the whole span
 * @param days newest first, one line for each day and agent that used something
 */
public record UsageReport(String from, String to, UsageTotals totals, List<Day> days) {
  public UsageReport {
    days = List.copyOf(days);
  }

  /**
   * One agent's share of a day.
   *
   * @param totals usage counts on the day it was booked; tasks, attempts and run time on the day of
   *     their end
   */
  public record Day(String day, String agent, UsageTotals totals) {}
}
