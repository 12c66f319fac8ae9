package dev.holdfast.registry.belief;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.cache.CacheConfig;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.BelieverStore;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Vertx;
import java.util.function.LongPredicate;

/**
 * Wires it.
 *
 * @param memory what is answered from memory
 * @param changes the way to write what is
 * @param belief ends with the process
 */
public record BeliefService(Memory memory, Changes changes, Belief belief) {
  /** On the calling verticle's context. */
  public static BeliefService serve(
      Vertx vertx,
      PodBus bus,
      Postgres postgres,
      LongPredicate hasEnded,
      BeliefConfig config,
      CacheConfig cache,
      Deadline deadline) {
    BelieverStore store = new BelieverStore(postgres);
    long holdMs = config.holdMs(deadline);
    Ticker nanos = Ticker.systemTicker();
    Memory memory = new Memory(cache.nearEntriesMax(), cache.nearTtlMs(), holdMs, hasEnded, nanos);
    Belief belief =
        new Belief(store, bus.self().address(), memory, config.beliefMs(), holdMs, deadline, nanos);
    Changes changes = new Changes(vertx, bus, belief, store, memory::hold, config, deadline, nanos);
    bus.answerForRegistry(change -> {
      memory.hold(change);
      return new Hint.Held();
    });
    return new BeliefService(memory, changes, belief);
  }
}
