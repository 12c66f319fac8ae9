package dev.holdfast.gateway.limit;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lasting connections of a pod, counted by whose they are. Only who has a connection is
 * remembered. For any number of threads; one place is of one event loop.
 */
public final class OpenConnections {
  private final LimitConfig config;
  private final Buckets opens;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  OpenConnections(LimitConfig config, Buckets opens) {
    this.config = config;
    this.opens = opens;
  }

  /** What one connection counts as; give it back exactly when the connection is gone. */
  public final class Place {
    private final List<String> ofAddress = new ArrayList<>(1);
    private final List<String> ofPrincipal = new ArrayList<>(2);
    private boolean shaking;
    private boolean left;

    /**
     * It is for this principal, and no other any more.
     *
     * @throws Fault {@link ErrorCode#TOO_MANY_REQUESTS} where that is one too many
     */
    public void belong(Principal to) {
      giveBack(ofPrincipal);
      hold(
          ofPrincipal,
          "principal " + to.tenant() + '\0' + to.name(),
          config.connectionsPerPrincipalMax(),
          "gateway.connections_per_principal_max");
      hold(
          ofPrincipal,
          "tenant " + to.tenant(),
          config.connectionsPerTenantMax(),
          "gateway.connections_per_tenant_max");
    }

    /**
     * Its client has yet to say who it is.
     *
     * @throws Fault {@link ErrorCode#OVERLOADED} where too many have
     */
    public void shake() {
      int max = config.handshakesMax();
      if (handshakes.incrementAndGet() > max && max > 0) {
        handshakes.decrementAndGet();
        throw new Fault(ErrorCode.OVERLOADED, "gateway.handshakes_max of " + max + " is reached");
      }
      shaking = true;
    }

    /** Its client has said who it is. */
    public void settle() {
      if (shaking) {
        shaking = false;
        handshakes.decrementAndGet();
      }
    }

    /** Gives back all it counts as; does nothing the second time. */
    public void leave() {
      if (!left) {
        left = true;
        open.decrementAndGet();
        settle();
        giveBack(ofPrincipal);
        giveBack(ofAddress);
      }
    }

    private void giveBack(List<String> held) {
      held.forEach(
          each -> counts.computeIfPresent(each, (key, count) -> count == 1 ? null : count - 1));
      held.clear();
    }

    private void hold(List<String> held, String key, int max, String limit) {
      if (max == 0 || left) {
        return;
      }
      boolean[] full = new boolean[1];
      counts.compute(
          key,
          (same, count) -> {
            int before = count == null ? 0 : count;
            full[0] = before >= max;
            return full[0] ? count : before + 1;
          });
      if (full[0]) {
        throw new Fault(ErrorCode.TOO_MANY_REQUESTS, limit + " of " + max + " is reached");
      }
      held.add(key);
    }
  }

  /**
   * A place for a client that connects from there.
   *
   * @param address see {@link ClientAddress}
   * @throws Fault {@link ErrorCode#TOO_MANY_REQUESTS}
   */
  Place open(String address) {
    long owed = opens.draw(address);
    if (owed > 0) {
      throw Limits.tooFast(
          "gateway.opens_per_second_per_ip_max", config.opensPerSecondPerIpMax(), owed);
    }
    Place place = new Place();
    place.hold(
        place.ofAddress,
        "ip " + address,
        config.connectionsPerIpMax(),
        "gateway.connections_per_ip_max");
    open.incrementAndGet();
    return place;
  }

  /** How many keys are counted. */
  int size() {
    return counts.size();
  }

  /** How many connections there are. */
  int open() {
    return open.get();
  }

  int handshakes() {
    return handshakes.get();
  }
}
