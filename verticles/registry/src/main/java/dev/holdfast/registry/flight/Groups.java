package dev.holdfast.registry.flight;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Work of many callers in few flights. Whoever comes while every flight is under way waits, and
 * leaves with all others who wait when one lands; there is no timer. A caller who comes alone
 * leaves at once.
 *
 * @param <Q> what a member wants
 * @param <R> what it gets
 */
public final class Groups<Q, R> {
  private record Seat<Q, R>(Q member, Promise<R> promise) {}

  private final GroupLimits limits;
  private final Function<List<Q>, Future<List<Future<R>>>> flight;
  private final Deque<Seat<Q, R>> waiting = new ArrayDeque<>();
  private int underWay;

  /**
   * @param flight the work of one group: an outcome for each member, in their order; where the
   *     whole fails, every member fails
   */
  public Groups(GroupLimits limits, Function<List<Q>, Future<List<Future<R>>>> flight) {
    this.limits = limits;
    this.flight = flight;
  }

  /** The member's own outcome; {@code overloaded} where too many wait already. */
  public Future<R> join(Q member) {
    if (waiting.size() >= limits.waitingMax()) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.OVERLOADED, limits.waitingMax() + " wait for the durable store already"));
    }
    Promise<R> promise = Promise.promise();
    waiting.add(new Seat<>(member, promise));
    depart();
    return promise.future();
  }

  private void depart() {
    if (underWay == limits.flightsMax() || waiting.isEmpty()) {
      return;
    }
    List<Seat<Q, R>> group = new ArrayList<>();
    while (group.size() < limits.membersMax() && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    underWay++;
    Future.succeededFuture(group.stream().map(Seat::member).toList())
        .compose(flight)
        .onComplete(landed -> {
          underWay--;
          // The next group leaves first: nobody in it waits for what these make of their outcomes.
          depart();
          settle(group, landed);
        });
  }

  private static <Q, R> void settle(List<Seat<Q, R>> group, AsyncResult<List<Future<R>>> landed) {
    for (int i = 0; i < group.size(); i++) {
      Promise<R> promise = group.get(i).promise();
      if (landed.succeeded()) {
        landed.result().get(i).onComplete(promise);
      } else {
        promise.fail(landed.cause());
      }
    }
  }
}
