package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.ReadEntries;
import dev.holdfast.shared.message.RotateEntries;
import dev.holdfast.shared.message.Rotation;
import dev.holdfast.shared.message.Verification;
import dev.holdfast.shared.message.VerifyEntries;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of the project that a session is bound to. A project key, where one is given, is held
 * against the session's binding.
 */
public final class Entries {
  private final Bus bus;

  public Entries(Bus bus) {
    this.bus = bus;
  }

  /**
   * Durable when the future succeeds: all of them, or none.
   *
   * @param key the client's idempotency key, if it gave one
   */
  public Future<AppendedEntries> append(
      SessionRef session,
      List<NewEntry> entries,
      @Nullable String projectKey,
      @Nullable String key) {
    return bus.request(
        Addresses.APPEND_ENTRIES,
        new AppendEntries(
            session,
            entries,
            projectKey,
            key == null ? null : EntryRequest.idempotency(key, session.id(), entries)));
  }

  public Future<EntryPage> recent(
      SessionRef session,
      JournalLog log,
      @Nullable Long before,
      @Nullable Long limit,
      @Nullable String projectKey) {
    return bus.request(
        Addresses.READ_ENTRIES, new ReadEntries(session, log, before, limit, projectKey));
  }

  public Future<EntryPage> search(SessionRef session, EntryQuery query) {
    return bus.request(Addresses.QUERY_ENTRIES, query.of(session));
  }

  /** Closes the open segment of a log, or tells which it would be. */
  public Future<Rotation> rotate(
      SessionRef session, EntryRotation rotation, @Nullable String projectKey) {
    return bus.request(
        Addresses.ROTATE_ENTRIES,
        new RotateEntries(session, rotation.log(), rotation.confirm(), projectKey));
  }

  public Future<Verification> verify(
      SessionRef session, JournalLog log, long after, @Nullable String projectKey) {
    return bus.request(
        Addresses.VERIFY_ENTRIES, new VerifyEntries(session, log, after, projectKey));
  }
}
