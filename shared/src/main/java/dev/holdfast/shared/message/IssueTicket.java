package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.Principal;

/**
 * Makes a ticket that opens one connection. Fails with {@code too_many_requests} where the
 * principal had too many within a minute.
 *
 * @param proof what the asking credential rests on; the connection will rest on the same
 * @param ticketHash SHA-256 of the ticket, lower-case hexadecimal; the ticket itself never leaves
 *     the gateway
 * @param lifetimeMs milliseconds for which it can be used, at most 30,000
 * @param perMinuteMax how many the principal gets in a minute, over all pods
 */
public record IssueTicket(
    Principal principal, Access.Proof proof, String ticketHash, int lifetimeMs, int perMinuteMax) {}
