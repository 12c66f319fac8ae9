package dev.holdfast.shared.message;

/** Ends what {@link WatchPresence} began. */
public record UnwatchPresence(long audience, long sessionNo) {}
