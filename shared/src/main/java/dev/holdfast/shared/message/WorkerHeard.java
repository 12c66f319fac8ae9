package dev.holdfast.shared.message;

/** A sign of life of a worker. */
public record WorkerHeard(String connection) {}
