package dev.holdfast.gateway.connection;

import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.limit.OpenConnections;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access.Proof;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ConnectionRecord;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private final Announcer announcer;
  private final Limits limits;
  private final Set<Slot> slots = new HashSet<>();
  private boolean stopping;

  /**
   * @param limits what all instances of the pod count together
   */
  public Connections(ConnectionConfig config, Announcer announcer, Limits limits) {
    this.config = config;
    this.announcer = announcer;
    this.limits = limits;
  }

  /** What a connection speaks. */
  public enum Kind {
    WEBSOCKET,
    SSE,
    LONG_POLL
  }

  /** What is told of a connection to the owner of its session. */
  private record Shown(Kind kind, long sessionNo, @Nullable String transportId, String since) {}

  /** A place among the connections; free it exactly when the connection is gone. */
  public final class Slot {
    private final String id = RandomId.mint("con");
    private @Nullable Connection holder;
    private @Nullable Proof proof;
    private final OpenConnections.Place place;
    private final Optional<InetAddress> client;
    private @Nullable Shown shown;

    private Slot(OpenConnections.Place place, Optional<InetAddress> client) {
      this.place = place;
      this.client = client;
    }

    /** As what it counts among the pod's. */
    public OpenConnections.Place place() {
      return place;
    }

    /**
     * Says which session it is for; from now on it is shown to the session's owner.
     *
     * @param transportId the id by which its client can be bound, or null
     */
    public void present(Kind kind, SessionRef session, @Nullable String transportId) {
      shown = new Shown(kind, session.number(), transportId, announcer.now());
      announce();
    }

    /** Says whose place it is. */
    public void hold(Connection connection) {
      holder = connection;
    }

    /** Says what the connection's right to be there rests on; replaces what was said before. */
    public void rest(Proof on) {
      proof = on;
      announce();
    }

    public void free() {
      place.leave();
      if (slots.remove(this) && shown != null) {
        announcer.gone(id);
      }
    }

    private void announce() {
      Shown known = shown;
      if (known != null && slots.contains(this)) {
        announcer.stands(
            id,
            known.sessionNo(),
            new ConnectionRecord(
                announcer.pod(),
                known.kind().name().toLowerCase(Locale.ROOT),
                client.map(RemoteNetwork::of).orElse(null),
                known.since(),
                known.transportId(),
                proof instanceof Proof.Key key ? key.id() : null));
      }
    }
  }

  /**
   * A place for one more connection of a principal; see the other one.
   *
   * @throws Fault besides, {@link ErrorCode#TOO_MANY_REQUESTS} where it is the principal's or the
   *     tenant's one too many
   */
  public Slot admit(@Nullable SocketAddress remote, MultiMap headers, Principal principal) {
    Slot slot = admit(remote, headers);
    try {
      slot.place().belong(principal);
      return slot;
    } catch (Fault refusal) {
      slot.free();
      throw refusal;
    }
  }

  /**
   * A place for one more connection.
   *
   * @param remote the other end of its connection
   * @param headers of its request, where a proxy says whom it speaks for
   * @throws Fault {@link ErrorCode#TOO_MANY_REQUESTS} where too many come from there, or too fast
   * @throws Fault {@link ErrorCode#OVERLOADED} where there is none, {@link ErrorCode#SHUTTING_DOWN}
   *     where there will be none
   */
  public Slot admit(@Nullable SocketAddress remote, MultiMap headers) {
    if (stopping) {
      throw new Fault(ErrorCode.SHUTTING_DOWN, ErrorCode.SHUTTING_DOWN.meaning());
    }
    if (slots.size() >= config.connectionsMax()) {
      throw new Fault(
          ErrorCode.OVERLOADED,
          "gateway.connections_max of " + config.connectionsMax() + " is reached");
    }
    Optional<InetAddress> client =
        limits.client(RemoteNetwork.address(remote), headers.getAll(limits.proxyHeader()));
    Slot slot = new Slot(limits.open(client), client);
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
