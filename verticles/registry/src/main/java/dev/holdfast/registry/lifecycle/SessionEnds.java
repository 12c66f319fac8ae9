package dev.holdfast.registry.lifecycle;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.session.SessionReader;
import dev.holdfast.registry.store.EndStore;
import dev.holdfast.registry.store.EndedSession;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndSessionTasks;
import dev.holdfast.shared.message.SessionRecord;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sessions on request. */
public final class SessionEnds {
  private static final Logger LOG = LoggerFactory.getLogger(SessionEnds.class);

  private final EndStore store;
  private final Forgetting forgetting;
  private final SessionReader reader;
  private final Bus bus;
  private final Deadline deadline;

  public SessionEnds(
      EndStore store, Forgetting forgetting, SessionReader reader, Bus bus, Deadline deadline) {
    this.store = store;
    this.forgetting = forgetting;
    this.reader = reader;
    this.bus = bus;
    this.deadline = deadline;
  }

  /** The session as it ended, now or before. */
  public Future<SessionRecord> end(EndSession wanted) {
    if (!SessionId.isValid(wanted.sessionId())) {
      return Future.failedFuture(
          new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning()));
    }
    return deadline
        .limit(store.end(wanted))
        .compose(ended -> ended.map(this::settle).orElseGet(Future::succeededFuture))
        .compose(settled ->
            reader.describe(new DescribeSession(wanted.principal(), wanted.sessionId())));
  }

  /** What follows a committed end; nothing of it can fail the end. */
  Future<Void> settle(EndedSession ended) {
    return Future.join(deadline.limit(forgetting.forget(ended)), endTasks(ended))
        .onFailure(failure -> LOG.warn("left for the next round: {}", failure.toString()))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<Integer> endTasks(EndedSession ended) {
    return deadline.limit(
        bus.request(Addresses.END_SESSION_TASKS, new EndSessionTasks(ended.session())));
  }
}
