package dev.holdfast.shared.message;

/**
 * The connection of a worker is about to close because its pod stops: it gets no more jobs, and
 * those it has are stopped and handed back. Answered with their number when that is done.
 */
public record DrainWorker(String connection) {}
