package dev.holdfast.shared.message;

/** The connection of a worker is closed; it may come back on another one. */
public record WorkerGone(String connection) {}
