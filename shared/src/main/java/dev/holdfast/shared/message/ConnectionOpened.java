package dev.holdfast.shared.message;

/**
 * A lasting connection stands, or what is known of it has changed.
 *
 * @param connectionId unique within the pod
 * @param sessionNo the session it is for
 */
public record ConnectionOpened(String connectionId, long sessionNo, ConnectionRecord connection) {}
