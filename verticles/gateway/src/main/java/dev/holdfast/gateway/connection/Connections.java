package dev.holdfast.gateway.connection;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access.Proof;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every lasting connection of this instance; admits them up to the limit, ends them at the stop.
 */
public final class Connections {
  private static final int CLOSING_SECONDS_MAX = 3;

  private final ConnectionConfig config;
  private final Set<Slot> slots = new HashSet<>();
  private boolean stopping;

  public Connections(ConnectionConfig config) {
    this.config = config;
  }

  /** A place among the connections; free it exactly when the connection is gone. */
  public final class Slot {
    private @Nullable Connection holder;
    private @Nullable Proof proof;

    /** Says whose place it is. */
    public void hold(Connection connection) {
      holder = connection;
    }

    /** Says what the connection's right to be there rests on; replaces what was said before. */
    public void rest(Proof on) {
      proof = on;
    }

    public void free() {
      slots.remove(this);
    }
  }

  /**
   * A place for one more connection.
   *
   * @throws Fault {@link ErrorCode#OVERLOADED} where there is none, {@link ErrorCode#SHUTTING_DOWN}
   *     where there will be none
   */
  public Slot admit() {
    if (stopping) {
      throw new Fault(ErrorCode.SHUTTING_DOWN, ErrorCode.SHUTTING_DOWN.meaning());
    }
    if (slots.size() >= config.connectionsMax()) {
      throw new Fault(
          ErrorCode.OVERLOADED,
          "gateway.connections_max of " + config.connectionsMax() + " is reached");
    }
    Slot slot = new Slot();
    slots.add(slot);
    return slot;
  }

  public int size() {
    return slots.size();
  }

  /** Sends everybody away, each with a time of its own to return at; admits nobody any more. */
  public Future<Void> goAway() {
    stopping = true;
    List<Future<Void>> closed =
        List.copyOf(slots).stream()
            .map(slot -> slot.holder)
            .filter(holder -> holder != null)
            .map(holder -> holder.goAway(jitter()))
            .toList();
    return Future.join(closed)
        .timeout(CLOSING_SECONDS_MAX, TimeUnit.SECONDS)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** What the connections rest on now. */
  List<Proof> proofs() {
    return slots.stream().map(slot -> slot.proof).filter(proof -> proof != null).toList();
  }

  /** Ends the connections that rest on such a proof. */
  void endWhere(Predicate<Proof> condition, Fault fault) {
    for (Slot slot : List.copyOf(slots)) {
      if (slot.holder != null && slot.proof != null && condition.test(slot.proof)) {
        slot.holder.end(fault);
      }
    }
  }

  private long jitter() {
    return ThreadLocalRandom.current().nextLong(config.goawayMsMax() + 1L);
  }
}
