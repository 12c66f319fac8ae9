package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.message.AskServer;
import dev.holdfast.shared.message.ListOffered;
import dev.holdfast.shared.message.OfferedPage;
import dev.holdfast.shared.message.ServerAnswer;
import io.vertx.core.Future;
import java.util.Optional;

/** What the servers of agents offer beside tools. */
public final class Servers {
  private final Bus bus;

  public Servers(Bus bus) {
    this.bus = bus;
  }

  /**
   * One page.
   *
   * @param from how many of that kind stand before it
   */
  public Future<OfferedPage> list(ListOffered.Kind kind, int from) {
    return bus.request(Addresses.LIST_OFFERED, new ListOffered(kind, from));
  }

  /** Empty where no server offers it. */
  public Future<Optional<ServerAnswer>> ask(AskServer wanted) {
    return bus.request(Addresses.ASK_SERVER, wanted);
  }
}
