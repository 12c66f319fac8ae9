package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.Ticket;
import dev.holdfast.shared.message.IssueTicket;
import io.vertx.core.Future;

/** Tickets for clients that must not hold a credential of their own. */
public final class Tickets {
  private final Bus bus;
  private final int lifetimeMs;
  private final int perMinuteMax;

  /**
   * @param lifetimeMs milliseconds for which a ticket can be used
   * @param perMinuteMax how many a principal gets in a minute, over all pods
   */
  public Tickets(Bus bus, int lifetimeMs, int perMinuteMax) {
    this.bus = bus;
    this.lifetimeMs = lifetimeMs;
    this.perMinuteMax = perMinuteMax;
  }

  /**
   * A ticket, told this once.
   *
   * @param expiresInMs milliseconds for which it can be used
   */
  public record Issued(Ticket ticket, long expiresInMs) {}

  /**
   * A ticket to the same principal, resting on the same credential; durable when it is answered.
   */
  public Future<Issued> issue(Access access) {
    Ticket ticket = Ticket.mint();
    return bus.request(
            Addresses.ISSUE_TICKET,
            new IssueTicket(
                access.principal(), access.proof(), ticket.hash(), lifetimeMs, perMinuteMax))
        .map(issued -> new Issued(ticket, issued.expiresInMs()));
  }
}
