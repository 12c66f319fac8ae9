package dev.holdfast.registry.journal;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.journal.store.AppendStore;
import dev.holdfast.registry.journal.store.ChainStore;
import dev.holdfast.registry.journal.store.EntryStore;
import dev.holdfast.registry.project.Projects;
import dev.holdfast.registry.project.Trail;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
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
      Trail trail,
      JournalConfig config,
      Deadline deadline) {
    Journal journal =
        new Journal(
            new AppendStore(postgres), new EntryStore(postgres), projects, config, deadline);
    ChainStore chains = new ChainStore(postgres);
    Rotations rotations = new Rotations(chains, projects, deadline);
    ChainCheck check = new ChainCheck(vertx, chains, projects, config, deadline);
    bus.answer(
        Addresses.APPEND_ENTRIES,
        command ->
            watched(trail, command.session(), SessionTool.APPEND_ENTRIES, journal.append(command)));
    bus.answer(
        Addresses.READ_ENTRIES,
        question ->
            watched(trail, question.session(), SessionTool.READ_ENTRIES, journal.recent(question)));
    bus.answer(
        Addresses.QUERY_ENTRIES,
        question ->
            watched(
                trail, question.session(), SessionTool.QUERY_ENTRIES, journal.search(question)));
    bus.answer(
        Addresses.ROTATE_ENTRIES,
        command ->
            watched(
                trail, command.session(), SessionTool.ROTATE_ENTRIES, rotations.rotate(command)));
    bus.answer(
        Addresses.VERIFY_ENTRIES,
        question ->
            watched(trail, question.session(), SessionTool.VERIFY_ENTRIES, check.verify(question)));
  }

  private static <T> Future<T> watched(
      Trail trail, SessionRef session, SessionTool tool, Future<T> answer) {
    return trail.watch(session.owner(), session.id(), tool.wire(), answer);
  }
}
