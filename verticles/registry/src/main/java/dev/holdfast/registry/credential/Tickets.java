package dev.holdfast.registry.credential;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.TicketStore;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.message.IssueTicket;
import dev.holdfast.shared.message.IssuedTicket;
import dev.holdfast.shared.message.RedeemTicket;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes tickets and uses them up; nothing of them is cached. */
public final class Tickets {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final TicketStore store;
  private final Deadline deadline;

  public Tickets(TicketStore store, Deadline deadline) {
    this.store = store;
    this.deadline = deadline;
  }

  public Future<IssuedTicket> issue(IssueTicket command) {
    return deadline
        .limit(store.issue(command))
        .map(issued ->
            issued.orElseThrow(() ->
                new Fault(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "a principal gets "
                        + command.perMinuteMax()
                        + " tickets a minute (gateway.tickets_per_minute_max)")));
  }

  public Future<Optional<Access>> redeem(RedeemTicket command) {
    return HASH.matcher(command.ticketHash()).matches()
        ? deadline.limit(store.redeem(command.ticketHash()))
        : Future.succeededFuture(Optional.empty());
  }
}
