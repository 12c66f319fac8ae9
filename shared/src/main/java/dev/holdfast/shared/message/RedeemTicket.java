package dev.holdfast.shared.message;

/**
 * Uses a ticket up. Empty for one that is unknown, used, expired, or whose credential is no longer
 * valid; of any number of requests, on any pods, one at most is answered with an access.
 *
 * @param ticketHash SHA-256 of the ticket, lower-case hexadecimal
 */
public record RedeemTicket(String ticketHash) {}
