package dev.holdfast.shared.message;

/**
 * Asks to be told who watches an authorised session, until {@link UnwatchPresence}: all of them
 * first, then who came and who left, at the gateway's address and in order.
 *
 * @param audience chosen by the gateway, unique within the pod
 */
public record WatchPresence(long audience, String gateway, long sessionNo) {}
