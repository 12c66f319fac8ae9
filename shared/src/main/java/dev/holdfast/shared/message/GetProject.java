package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/**
 * Asks what a session works on; fails with {@code project_unbound} and the remedy, never with
 * somebody else's project.
 */
public record GetProject(SessionRef session) {}
