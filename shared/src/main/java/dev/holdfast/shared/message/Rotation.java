package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * A segment that was closed, or that a rotation would close.
 *
 * @param firstNumber 0 where there is nothing to be closed
 * @param confirm what makes the rotation happen; null where it has happened or there is nothing
 * @param closedAt RFC 3339 UTC, database clock; null of a dry run
 */
public record Rotation(
    String project,
    JournalLog log,
    long entries,
    long firstNumber,
    long lastNumber,
    @Nullable String firstHash,
    @Nullable String lastHash,
    @Nullable String confirm,
    @Nullable String closedAt) {}
