package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * A project that was archived, or would be.
 *
 * @param liveSessions sessions that are bound to it and have not ended; they stay bound
 * @param entries entries of its main log; they stay readable
 * @param version of the project now
 * @param confirm what makes it happen, for this version and number of live sessions; null where it
 *     has happened
 * @param archivedAt RFC 3339 UTC, database clock; null of a dry run
 */
public record Archival(
    String project,
    long liveSessions,
    long entries,
    long version,
    @Nullable String confirm,
    @Nullable String archivedAt) {}
