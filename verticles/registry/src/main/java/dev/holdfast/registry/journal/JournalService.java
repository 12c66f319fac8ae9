package dev.holdfast.registry.journal;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.journal.store.AppendStore;
import dev.holdfast.registry.journal.store.ChainStore;
import dev.holdfast.registry.journal.store.EntryStore;
import dev.holdfast.registry.project.Projects;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Vertx;

/** Answers the journal's addresses. */
public final class JournalService {
  private JournalService() {}

  /** Serves from the calling verticle's context. */
  public static void serve(
      Bus bus,
      Vertx vertx,
      Postgres postgres,
      Projects projects,
      JournalConfig config,
      Deadline deadline) {
    Journal journal =
        new Journal(
            new AppendStore(postgres), new EntryStore(postgres), projects, config, deadline);
    bus.answer(Addresses.APPEND_ENTRIES, journal::append);
    bus.answer(Addresses.READ_ENTRIES, journal::recent);
    bus.answer(Addresses.QUERY_ENTRIES, journal::search);
    ChainStore chains = new ChainStore(postgres);
    bus.answer(Addresses.ROTATE_ENTRIES, new Rotations(chains, projects, deadline)::rotate);
    ChainCheck check = new ChainCheck(vertx, chains, projects, config, deadline);
    bus.answer(Addresses.VERIFY_ENTRIES, check::verify);
  }
}
