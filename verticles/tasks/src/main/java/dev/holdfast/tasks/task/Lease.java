package dev.holdfast.tasks.task;

/**
 * The right to execute a session.
 *
 * @param token what every write under it names; never used twice
 */
public record Lease(long sessionNo, long token) {}
