package dev.holdfast.shared.message;

/** Asks what the servers of agents offer beside tools, as far as the operator lets them. */
public record ListOffered() {}
