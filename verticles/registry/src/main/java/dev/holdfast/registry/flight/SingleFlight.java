package dev.holdfast.registry.flight;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One piece of work for all who ask for the same at the same time.
 *
 * <p>A failure is shared like a result: those who waited do not try again one after the other. A
 * flight ends with its deadline, so that no key stays blocked.
 *
 * @param <K> what is asked for
 * @param <V> the result
 */
public final class SingleFlight<K, V> {
  private final Map<K, Future<V>> flights = new HashMap<>();
  private final Deadline deadline;

  public SingleFlight(Deadline deadline) {
    this.deadline = deadline;
  }

  /** The result of the flight under way, or of a new one. */
  public Future<V> join(K key, Supplier<Future<V>> work) {
    return join(key, work, UnaryOperator.identity());
  }

  /**
   * The result of the flight under way, as seen by somebody who only joined it, or of a new one.
   *
   * @param asFollower what a result means to those who did not start the flight
   */
  public Future<V> join(K key, Supplier<Future<V>> work, UnaryOperator<V> asFollower) {
    Future<V> running = flights.get(key);
    if (running != null) {
      return running.map(asFollower);
    }
    Future<V> flight = deadline.limit(work.get());
    if (!flight.isComplete()) {
      flights.put(key, flight);
      flight.onComplete(landed -> flights.remove(key));
    }
    return flight;
  }
}
