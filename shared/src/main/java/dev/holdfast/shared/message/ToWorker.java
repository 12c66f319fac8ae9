package dev.holdfast.shared.message;

/** An order on its way to the gateway that holds the worker's connection. */
public record ToWorker(String connection, WorkerOrder order) {}
