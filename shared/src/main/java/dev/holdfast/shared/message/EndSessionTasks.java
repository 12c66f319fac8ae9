package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/**
 * Asks for the end of all unfinished tasks of a session that has ended: queued ones are cancelled,
 * running ones are asked to stop. Answered with how many tasks that touched; a repetition touches
 * none.
 */
public record EndSessionTasks(SessionRef session) {}
