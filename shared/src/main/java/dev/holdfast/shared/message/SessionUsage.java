package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * What a session has used and may use.
 *
 * @param budget what its owner set
 * @param context how full the context was at the last report; null where no agent told
 */
public record SessionUsage(
    String sessionId, UsageTotals totals, Budget budget, @Nullable ContextUse context) {}
