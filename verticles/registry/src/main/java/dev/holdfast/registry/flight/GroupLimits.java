package dev.holdfast.registry.flight;

/**
 * How large groups may become.
 *
 * @param flightsMax groups under way at once
 * @param membersMax members of one group
 * @param waitingMax callers who may wait for a flight; further ones are refused
 */
public record GroupLimits(int flightsMax, int membersMax, int waitingMax) {}
