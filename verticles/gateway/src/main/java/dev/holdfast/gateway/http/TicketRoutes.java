package dev.holdfast.gateway.http;

import dev.holdfast.gateway.session.Tickets;
import io.vertx.core.Future;
import java.util.List;

/** {@code /api/tickets}: what a browser opens a connection with. */
public final class TicketRoutes {
  private final Tickets tickets;

  public TicketRoutes(Tickets tickets) {
    this.tickets = tickets;
  }

  List<Route> routes() {
    return List.of(Route.post("/api/tickets", this::issue));
  }

  private Future<Answer> issue(Call call) {
    call.body(List.of());
    return tickets
        .issue(call.access())
        .map(issued ->
            Answer.json(
                201,
                out ->
                    out.text("ticket", issued.ticket().secret())
                        .number("expires_in_ms", issued.expiresInMs())));
  }
}
