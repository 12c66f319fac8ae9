package dev.holdfast.gateway.connection;

import dev.holdfast.gateway.limit.Shares;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PresenceAddresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.PresenceNews;
import dev.holdfast.shared.message.UnwatchPresence;
import dev.holdfast.shared.message.WatchPresence;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Every audience of this instance, and the one address at which their news arrive. */
public final class Presences {
  private static final int CATCH_UP_MS = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final String gateway = RandomId.mint("gw");
  private final Shares shares;
  private final Map<Long, Held> audiences = new HashMap<>();

  private record Held(Audience audience, Shares.Share share) {}

  /** Counts up from a random point, as watchers do. */
  private long nextId = new SecureRandom().nextLong() & (Long.MAX_VALUE >>> 1);

  /**
   * @param shares what each may have of the pod's audiences
   */
  public Presences(Vertx vertx, Bus bus, Shares shares) {
    this.shares = shares;
    this.vertx = vertx;
    this.bus = bus;
  }

  /** Begins to take news, on the calling verticle's context. */
  public void listen() {
    bus.listen(PresenceAddresses.news(gateway), this::deliver);
    vertx.setPeriodic(
        CATCH_UP_MS, tick -> audiences.values().forEach(held -> held.audience().catchUp()));
  }

  /**
   * Tells who watches an authorised session: all of them first, then who came and left, in order,
   * until it is closed. News may come before the future is done.
   *
   * @param full whether the client has as much waiting as it should have
   * @return fails with {@link ErrorCode#TOO_MANY_REQUESTS} where the principal's or the tenant's
   *     share is used up
   */
  public Future<Audience> open(
      SessionRef session, BooleanSupplier full, Audience.Listener listener) {
    Shares.Share share;
    try {
      share = shares.take(session.owner());
    } catch (Fault refusal) {
      return Future.failedFuture(refusal);
    }
    Audience audience = new Audience(nextId++, session.number(), full, listener);
    audiences.put(audience.id(), new Held(audience, share));
    return bus.request(
            PresenceAddresses.WATCH, new WatchPresence(audience.id(), gateway, session.number()))
        .map(audience)
        .onFailure(failure -> close(audience));
  }

  /** Ends it; does nothing the second time. */
  public void close(Audience audience) {
    Held held = audiences.remove(audience.id());
    if (held != null) {
      held.share().leave();
      bus.tell(PresenceAddresses.UNWATCH, new UnwatchPresence(audience.id(), audience.sessionNo()));
    }
  }

  private void deliver(PresenceNews news) {
    for (long id : news.audiences()) {
      Held held = audiences.get(id);
      if (held != null) {
        held.audience().hear(news);
      }
    }
  }
}
