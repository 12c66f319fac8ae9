package dev.holdfast.shared.message;

/** A lasting connection is gone. */
public record ConnectionClosed(String connectionId) {}
