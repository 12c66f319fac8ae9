package dev.holdfast.registry.lifecycle;

import dev.holdfast.registry.store.EndedSession;
import dev.holdfast.registry.store.SweepStore;
import dev.holdfast.registry.store.SweepStore.Age;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.message.FindBusySessions;
import dev.holdfast.shared.message.PurgeSessions;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Ends sessions whose time ran out, later makes tombstones of ended ones, later deletes those.
 *
 * <p>Every pod sweeps; a batch is taken in the order of the numbers and the next round goes on
 * after it, so that what cannot be cleared away now hides nothing.
 */
public final class Sweep {
  private static final long FIRST = 1;

  private final SweepStore store;
  private final Forgetting forgetting;
  private final Bus bus;
  private final LifecycleConfig config;
  private final Map<Age, Long> from = new EnumMap<>(Age.class);
  private long fromTombstone = FIRST;

  public Sweep(SweepStore store, Forgetting forgetting, Bus bus, LifecycleConfig config) {
    this.store = store;
    this.forgetting = forgetting;
    this.bus = bus;
    this.config = config;
  }

  /** One stage that fails keeps none of the others from its turn. */
  public Future<Void> runOnce() {
    Future<Void> idle = expire(Age.IDLE, config.idleTtlS(), config.idleTtlS());
    Future<Void> old = after(idle, this::expireOld);
    Future<Void> faded = after(old, () -> store.tombstone(config.endedTtlS(), config.sweepBatch()));
    return after(faded, this::deleteSome);
  }

  private Future<Void> expireOld() {
    return config.absoluteTtlS() == 0
        ? Future.succeededFuture()
        : expire(Age.ABSOLUTE, config.absoluteTtlS(), 0);
  }

  /** The next stage, and then what the one before it came to. */
  private static Future<Void> after(Future<Void> before, Supplier<Future<Void>> next) {
    return before.transform(done -> next.get().compose(ok -> before));
  }

  private Future<Void> expire(Age age, long seconds, long workedWithinS) {
    return store
        .expire(
            age,
            seconds,
            from.getOrDefault(age, FIRST),
            config.sweepBatch(),
            sessions ->
                bus.request(
                    Addresses.FIND_BUSY_SESSIONS, new FindBusySessions(sessions, workedWithinS)))
        .compose(expired -> {
          from.put(age, expired.last() + 1);
          return forget(expired.ended());
        });
  }

  private Future<Void> forget(List<EndedSession> ended) {
    Future<Void> last = Future.succeededFuture();
    for (EndedSession session : ended) {
      last = last.compose(done -> forgetting.forget(session));
    }
    return last;
  }

  private Future<Void> deleteSome() {
    return store
        .tombstones(config.tombstoneTtlS(), fromTombstone, config.sweepBatch())
        .compose(sessions -> {
          fromTombstone = sessions.isEmpty() ? FIRST : sessions.getLast() + 1;
          return sessions.isEmpty() ? Future.succeededFuture() : delete(sessions);
        });
  }

  private Future<Void> delete(List<Long> sessions) {
    return bus.request(Addresses.PURGE_SESSIONS, new PurgeSessions(sessions))
        .compose(empty -> {
          Future<Void> last = Future.succeededFuture();
          for (Long session : empty) {
            last = last.compose(done -> store.delete(session));
          }
          return last;
        });
  }
}
