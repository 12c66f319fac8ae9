package dev.holdfast.registry.lifecycle;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.session.SessionLookup;
import dev.holdfast.registry.session.SessionReader;
import dev.holdfast.registry.store.EndStore;
import dev.holdfast.registry.store.ListStore;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Vertx;

/** Wires the life cycle: what answers, and what is repeated. */
public final class Lifecycle {
  private Lifecycle() {}

  /** On the calling verticle's context. */
  public static void serve(
      Vertx vertx,
      Bus bus,
      Postgres postgres,
      SessionLookup lookup,
      SessionReader reader,
      Deadline deadline,
      LifecycleConfig config) {
    EndStore store = new EndStore(postgres);
    Forgetting forgetting = new Forgetting(store, lookup, config.sweepBatch());
    SessionEnds ends = new SessionEnds(store, forgetting, reader, bus, deadline);
    bus.answer(Addresses.END_SESSION, ends::end);
    ListStore lists = new ListStore(postgres);
    bus.answer(Addresses.LIST_SESSIONS, wanted -> deadline.limit(lists.list(wanted)));
    Rounds rounds = new Rounds(vertx);
    rounds.repeat("forgetting of ended sessions", config.sweepMs(), forgetting::runOnce);
  }
}
