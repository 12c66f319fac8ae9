package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * What became of a recomputation.
 *
 * @param entries how many the log says it has
 * @param verifiedTo every entry up to this number is as it was written
 * @param brokenNumber the first that is not
 * @param reason one line, where something is broken
 * @param next what to give as {@code after} to go on; null where the end was reached
 */
public record Verification(
    String project,
    JournalLog log,
    long entries,
    long verifiedTo,
    @Nullable Long brokenNumber,
    @Nullable String reason,
    @Nullable Long next) {}
