package dev.holdfast.shared.message;

/** Ends a watch. Deliveries already under way may still arrive. */
public record Unwatch(long watcher) {}
