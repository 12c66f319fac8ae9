package dev.holdfast.shared.message;

/**
 * A ticket that is durable: every pod takes it, once.
 *
 * @param expiresInMs milliseconds from now, by the database's clock
 */
public record IssuedTicket(long expiresInMs) {}
