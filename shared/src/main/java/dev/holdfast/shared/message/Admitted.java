package dev.holdfast.shared.message;

/** A call that its session's mode allows. */
public record Admitted(SessionMode mode) {}
