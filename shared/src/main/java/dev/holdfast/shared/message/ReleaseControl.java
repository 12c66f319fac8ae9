package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.SessionRef;

/**
 * Gives control of a session back; everybody may act from then on. Durable, and in the session's
 * log, before it is answered. Does nothing where nobody is in control.
 *
 * <p>Fails with {@code not_in_control} where somebody else is, or {@code unknown_session}.
 */
public record ReleaseControl(SessionRef session, Claim claim) {}
