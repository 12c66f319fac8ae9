package dev.holdfast.shared.message;

/**
 * What a session works on.
 *
 * @param version grows by one with each change, from 1
 * @param boundAt RFC 3339 UTC, database clock
 */
public record ProjectBinding(String project, long version, String boundAt) {}
