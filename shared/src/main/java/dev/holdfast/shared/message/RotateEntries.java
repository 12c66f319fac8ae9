package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Closes the open segment of a log of the session's project.
 *
 * @param confirm what a dry run answered; null for a dry run, which changes nothing
 */
public record RotateEntries(SessionRef session, JournalLog log, @Nullable String confirm) {}
