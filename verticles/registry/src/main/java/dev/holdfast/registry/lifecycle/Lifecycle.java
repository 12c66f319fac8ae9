package dev.holdfast.registry.lifecycle;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.session.SessionLookup;
import dev.holdfast.registry.session.SessionReader;
import dev.holdfast.registry.session.SessionResolver;
import dev.holdfast.registry.store.AuditStore;
import dev.holdfast.registry.store.EndStore;
import dev.holdfast.registry.store.ListStore;
import dev.holdfast.registry.store.RecountStore;
import dev.holdfast.registry.store.SweepStore;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Vertx;

/** Wires the life cycle: what answers, and what is repeated. */
public final class Lifecycle {
  private Lifecycle() {}

  /** Where refusals are noted, and where use is. */
  public record Notes(Refusals refusals, Activity activity) {}

  /** On the calling verticle's context. */
  public static Notes serve(
      Vertx vertx,
      Bus bus,
      Postgres postgres,
      SessionLookup lookup,
      SessionReader reader,
      SessionResolver resolver,
      Deadline deadline,
      LifecycleConfig config) {
    Rounds rounds = new Rounds(vertx);
    EndStore store = new EndStore(postgres);
    Forgetting forgetting = new Forgetting(store, lookup, config.sweepBatch());
    rounds.repeat("forgetting of ended sessions", config.sweepMs(), forgetting::runOnce);
    SweepStore sweepStore = new SweepStore(postgres);
    Sweep sweep = new Sweep(sweepStore, forgetting, bus, config);
    rounds.repeat("sweep of sessions", config.sweepMs(), sweep::runOnce);
    Recount recount = new Recount(new RecountStore(postgres), config.sweepBatch());
    rounds.repeat("recount of sessions", config.sweepMs(), config.recountMs(), recount::runOnce);
    Activity activity = new Activity(sweepStore, config);
    rounds.repeat("noting of activity", config.activityFlushMs(), activity::runOnce);
    bus.listen(Addresses.SESSIONS_IN_USE, activity::note);
    AuditStore audit = new AuditStore(postgres);
    bus.answer(Addresses.LIST_AUDIT, wanted -> deadline.limit(audit.list(wanted)));
    ListStore lists = new ListStore(postgres);
    bus.answer(Addresses.LIST_SESSIONS, wanted -> deadline.limit(lists.list(wanted)));
    Refusals refusals = new Refusals(audit, config.refusalsPerMinuteMax());
    refusals.start(rounds);
    SessionEnds ends = new SessionEnds(store, forgetting, reader, bus, deadline);
    new WatchedSessions(resolver, reader, ends, activity, refusals).answer(bus);
    return new Notes(refusals, activity);
  }
}
