package dev.holdfast.shared.message;

/**
 * What a session has used and may use.
 *
 * @param budget what its owner set
 */
public record SessionUsage(String sessionId, UsageTotals totals, Budget budget) {}
