package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import java.util.Optional;

/**
 * Takes control of a session, or goes on with a lease that is still the current one. Durable, and
 * in the session's log where the holder is another, before it is answered. Of several who want it
 * at once one gets it.
 *
 * <p>Fails with {@code not_in_control} where another one holds it, {@code session_ended} or {@code
 * unknown_session}.
 *
 * @param label what the new holder calls himself, at most {@link ControlState#LABEL_MAX}
 *     characters; empty for nothing
 * @param takeOver whether to take it from who holds it
 * @param leaseMs milliseconds for which it is held if it is not renewed
 * @param current hash of the token with which to go on; where it is not the current one control is
 *     taken as without
 * @param newHash of the token that holds it from now on, where it is taken
 */
public record TakeControl(
    SessionRef session,
    String label,
    boolean takeOver,
    int leaseMs,
    Optional<String> current,
    String newHash) {
  @Override
  public String toString() {
    return "TakeControl[" + session.number() + ", ****]";
  }
}
