package dev.holdfast.registry.share;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.RollStore;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.message.RollSession;
import dev.holdfast.shared.message.RolledSession;
import io.vertx.core.Future;

/** Makes the sessions that go on for others. */
public final class Rolls {
  private final RollStore store;
  private final Deadline deadline;

  public Rolls(RollStore store, Deadline deadline) {
    this.store = store;
    this.deadline = deadline;
  }

  /** After the commit; the same answer however often it is asked for. */
  public Future<RolledSession> roll(RollSession wanted) {
    return deadline.limit(store.roll(wanted, SessionId.mint()));
  }
}
