package dev.holdfast.registry.session;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.SessionStore;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.SessionRecord;
import io.vertx.core.Future;

/**
 * Sessions that must exist. An ended one can still be found and described, until it is but a
 * tombstone.
 *
 * <p>Another principal's session and one that never was get the same answer, made of the same
 * statement.
 */
public final class SessionReader {
  private final SessionStore store;
  private final SessionLookup lookup;
  private final Deadline deadline;

  public SessionReader(SessionStore store, SessionLookup lookup, Deadline deadline) {
    this.store = store;
    this.lookup = lookup;
    this.deadline = deadline;
  }

  /** An id that is not of the published format is an unknown one. */
  public Future<SessionRef> find(FindSession question) {
    if (!SessionId.isValid(question.sessionId())) {
      return Future.failedFuture(unknown());
    }
    return lookup
        .bySessionId(question.principal(), question.sessionId())
        .map(found -> found.orElseThrow(SessionReader::unknown))
        .compose(found ->
            found.ended()
                ? describe(new DescribeSession(question.principal(), question.sessionId()))
                    .map(SessionRecord::session)
                : Future.succeededFuture(found.ref()));
  }

  /** Straight from Postgres. */
  public Future<SessionRecord> describe(DescribeSession question) {
    if (!SessionId.isValid(question.sessionId())) {
      return Future.failedFuture(unknown());
    }
    return deadline
        .limit(store.describe(question.principal(), question.sessionId()))
        .map(found -> found.orElseThrow(SessionReader::unknown));
  }

  private static Fault unknown() {
    return new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
  }
}
