package dev.holdfast.gateway.connection;

import dev.holdfast.gateway.limit.Shares;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Delivery;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.Unwatch;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every watcher of this instance, and the one address at which their events arrive. */
public final class Watches {
  private final Vertx vertx;
  private final Bus bus;
  private final ConnectionConfig config;
  private final String gateway = RandomId.mint("gw");
  private final Shares shares;
  private final Turns openings;
  private final Map<Long, Held> watchers = new HashMap<>();

  private record Held(Watcher watcher, Shares.Share share) {}

  /**
   * Counts up from a random point: that two instances of a pod meet within 63 bits is less likely
   * than the machine failing.
   */
  private long nextId = new SecureRandom().nextLong() & (Long.MAX_VALUE >>> 1);

  /**
   * @param shares what each may have of the pod's watchers
   */
  public Watches(Vertx vertx, Bus bus, ConnectionConfig config, Shares shares) {
    this.shares = shares;
    this.openings = new Turns(config.openingsAtOnce());
    this.vertx = vertx;
    this.bus = bus;
    this.config = config;
  }

  /**
   * A watch that the other side has begun; the caller answers its client and then lets it begin.
   *
   * @param head the number of the session's newest event when it began
   */
  public record Opened(Watcher watcher, long head) {}

  /** Begins to take deliveries, on the calling verticle's context. */
  public void listen() {
    bus.listen(Addresses.deliveries(gateway), this::deliver);
  }

  /** The back pressure of a new socket. */
  public BackPressure pressureOf(Outlet outlet) {
    return new BackPressure(vertx, bus, outlet, config.slowConsumerMs());
  }

  /**
   * Follows an authorised session from after a position. The watcher is known here before the other
   * side is asked, because its events may overtake the answer.
   *
   * @param after a position, or {@link Watch#NOW}
   * @return fails with {@link ErrorCode#TOO_MANY_REQUESTS} where the principal's or the tenant's
   *     share of the watchers is used up
   */
  public Future<Opened> open(
      SessionRef session, EventFilter filter, long after, Outlet outlet, BackPressure pressure) {
    Shares.Share share;
    try {
      share = shares.take(session.owner());
    } catch (Fault refusal) {
      return Future.failedFuture(refusal);
    }
    Watcher watcher = new Watcher(nextId++, session, filter.taskId(), outlet, pressure);
    watchers.put(watcher.id(), new Held(watcher, share));
    Watch wanted =
        new Watch(watcher.id(), gateway, session.number(), filter.taskId(), after, filter.types());
    return openings
        .take(() -> !watchers.containsKey(watcher.id()), () -> begin(wanted, outlet, pressure))
        .map(head -> new Opened(watcher, head))
        .onFailure(failure -> close(watcher));
  }

  /** What it would get first is not read while its socket is full. */
  private Future<Long> begin(Watch wanted, Outlet outlet, BackPressure pressure) {
    Future<Long> head = bus.request(Addresses.WATCH, wanted);
    if (outlet.isFull()) {
      pressure.pause(wanted.watcher());
    }
    return head;
  }

  /**
   * The same for events of every type.
   *
   * @param taskId only events of this task, or null
   */
  public Future<Opened> open(
      SessionRef session,
      @Nullable String taskId,
      long after,
      Outlet outlet,
      BackPressure pressure) {
    return open(session, new EventFilter(taskId, Set.of()), after, outlet, pressure);
  }

  /** Ends a watch; does nothing the second time. */
  public void close(Watcher watcher) {
    watcher.end();
    Held held = watchers.remove(watcher.id());
    if (held != null) {
      held.share().leave();
      bus.tell(Addresses.UNWATCH, new Unwatch(watcher.id()));
    }
  }

  public int size() {
    return watchers.size();
  }

  /** All watchers of one delivery follow the same session. */
  private void deliver(Delivery delivery) {
    Batch batch = null;
    for (long id : delivery.watchers()) {
      Held held = watchers.get(id);
      if (held != null) {
        Watcher watcher = held.watcher();
        if (batch == null) {
          batch =
              new Batch(
                  watcher.session().id(), delivery.gap(), delivery.events(), delivery.awaited());
        }
        watcher.deliver(batch);
      }
    }
  }
}
