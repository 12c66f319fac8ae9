package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/**
 * Recomputes the hash chain of a log of the session's project.
 *
 * @param after the number up to which it has been verified before; 0 for the start
 */
public record VerifyEntries(SessionRef session, JournalLog log, long after) {}
