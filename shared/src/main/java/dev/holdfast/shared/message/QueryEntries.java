package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Looks for entries, newest first.
 *
 * @param allProjects in every project of the session's principal; else in the session's project
 * @param before the {@code next} of the page before
 * @param limit null for the default
 */
public record QueryEntries(
    SessionRef session,
    JournalLog log,
    boolean allProjects,
    EntryFilter filter,
    @Nullable Long before,
    @Nullable Long limit) {}
