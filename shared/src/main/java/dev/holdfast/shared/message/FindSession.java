package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Asks for a session that must exist; fails with {@code unknown_session}, for a foreign one as for
 * an absent one.
 */
public record FindSession(Principal principal, String sessionId) {}
