package dev.holdfast.registry.share;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.session.SessionLookup;
import dev.holdfast.registry.session.SessionReader;
import dev.holdfast.registry.store.ForkStore;
import dev.holdfast.registry.store.Opened;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.ForkSession;
import dev.holdfast.shared.message.SessionRecord;
import io.vertx.core.Future;
import java.util.Map;

/** Makes forks. */
public final class Forks {
  private final ForkStore store;
  private final SessionLookup lookup;
  private final SessionReader reader;
  private final Deadline deadline;
  private final int eventsMax;

  public Forks(
      ForkStore store,
      SessionLookup lookup,
      SessionReader reader,
      Deadline deadline,
      int eventsMax) {
    this.store = store;
    this.lookup = lookup;
    this.reader = reader;
    this.deadline = deadline;
    this.eventsMax = eventsMax;
  }

  /** The fork's record, after the commit. */
  public Future<SessionRecord> fork(ForkSession wanted) {
    if (!SessionId.isValid(wanted.sessionId())) {
      return Future.failedFuture(
          new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning()));
    }
    String proposed = wanted.newSessionId();
    String newId = proposed == null ? SessionId.mint() : SessionId.require(proposed);
    return deadline
        .limit(store.fork(wanted, newId, eventsMax))
        .onSuccess(fork -> lookup.learn(new Opened(fork, true, Map.of())))
        .compose(fork -> reader.describe(new DescribeSession(fork.owner(), fork.id())));
  }
}
