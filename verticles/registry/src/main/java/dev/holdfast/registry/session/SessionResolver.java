package dev.holdfast.registry.session;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.flight.SingleFlight;
import dev.holdfast.registry.store.NewBindings;
import dev.holdfast.registry.store.Opened;
import dev.holdfast.registry.store.SessionStore;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import io.vertx.core.Future;
import java.util.List;

/**
 * The one session a request belongs to, made where there is none.
 *
 * <p>Order: explicit id, transport binding, stable key binding, minted. Rivals on other pods are
 * told apart by the unique indexes of Postgres alone; who loses such a race looks again and finds
 * the winner's session.
 */
public final class SessionResolver {
  private final SessionStore store;
  private final SessionLookup lookup;
  private final SingleFlight<ResolveSession, ResolvedSession> flights;
  private final Deadline deadline;
  private final String pod;
  private final int attemptsMax;

  /**
   * @param attemptsMax how often a request looks again after a lost race
   */
  public SessionResolver(
      SessionStore store, SessionLookup lookup, Deadline deadline, PodId pod, int attemptsMax) {
    this.store = store;
    this.lookup = lookup;
    this.flights = new SingleFlight<>(deadline);
    this.deadline = deadline;
    this.pod = pod.name();
    this.attemptsMax = attemptsMax;
  }

  /** Answers after the commit. Equal requests that come in together share the work. */
  public Future<ResolvedSession> resolve(ResolveSession request) {
    if (request.sessionId() != null) {
      SessionId.require(request.sessionId());
    } else if (request.transport() == null && request.stableKey() == null) {
      return deadline.limit(mint(request, List.of(), attemptsMax));
    }
    return flights.join(
        request, () -> attempt(request, attemptsMax), first -> asFollower(request, first));
  }

  private Future<ResolvedSession> attempt(ResolveSession request, int attemptsLeft) {
    if (attemptsLeft == 0) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.OVERLOADED, "lost the race for this binding " + attemptsMax + " times"));
    }
    return Known.of(request, lookup).compose(known -> decide(request, known, attemptsLeft));
  }

  private Future<ResolvedSession> decide(ResolveSession request, Known known, int attemptsLeft) {
    List<Transport> free = known.free(request);
    if (request.sessionId() != null) {
      return known.named().isPresent()
          ? extend(Known.live(known.named().get()), free, SessionSource.CLIENT)
          : open(request, request.sessionId(), free);
    }
    if (known.byTransport().isPresent()) {
      return extend(Known.live(known.byTransport().get()), free, SessionSource.TRANSPORT);
    }
    if (known.byStableKey().isPresent()) {
      return adopt(request, Known.live(known.byStableKey().get()), free, attemptsLeft);
    }
    return mint(request, free, attemptsLeft);
  }

  /** The session the client named, made with that very id where there is none. */
  private Future<ResolvedSession> open(
      ResolveSession request, String sessionId, List<Transport> free) {
    return store
        .open(request.principal(), sessionId, bindings(free, SessionSource.CLIENT))
        .map(opened -> learned(opened, SessionSource.CLIENT));
  }

  /** A session that is settled; what a rival bound elsewhere meanwhile stays there. */
  private Future<ResolvedSession> extend(
      SessionRef session, List<Transport> free, SessionSource source) {
    return free.isEmpty()
        ? Future.succeededFuture(new ResolvedSession(session, source, false))
        : store.bind(session, bindings(free, source)).map(opened -> learned(opened, source));
  }

  /**
   * The stable key's session, if the transport is not another's by now: the transport goes first.
   */
  private Future<ResolvedSession> adopt(
      ResolveSession request, SessionRef session, List<Transport> free, int attemptsLeft) {
    if (free.isEmpty()) {
      return extend(session, free, SessionSource.STABLE);
    }
    return store
        .bind(session, bindings(free, SessionSource.STABLE))
        .compose(opened ->
            opened.bound().keySet().containsAll(free)
                ? Future.succeededFuture(learned(opened, SessionSource.STABLE))
                : attempt(request, attemptsLeft - 1));
  }

  private Future<ResolvedSession> mint(
      ResolveSession request, List<Transport> free, int attemptsLeft) {
    return store
        .mint(request.principal(), SessionId.mint(), bindings(free, SessionSource.MINTED))
        .compose(opened ->
            opened.isPresent()
                ? Future.succeededFuture(learned(opened.get(), SessionSource.MINTED))
                : attempt(request, attemptsLeft - 1));
  }

  private ResolvedSession learned(Opened opened, SessionSource source) {
    lookup.learn(opened);
    return new ResolvedSession(opened.session(), source, opened.created());
  }

  private NewBindings bindings(List<Transport> free, SessionSource source) {
    return new NewBindings(free, source, pod);
  }

  /** To those who came second the bindings that the first one made were already there. */
  private static ResolvedSession asFollower(ResolveSession request, ResolvedSession first) {
    SessionSource source =
        request.sessionId() != null
            ? SessionSource.CLIENT
            : request.transport() != null ? SessionSource.TRANSPORT : SessionSource.STABLE;
    return new ResolvedSession(first.session(), source, false);
  }
}
