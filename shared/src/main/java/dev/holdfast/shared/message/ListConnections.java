package dev.holdfast.shared.message;

/** Asks for the connections of an authorised session on all pods. */
public record ListConnections(long sessionNo) {}
