package dev.holdfast.registry.belief;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.BelieverStore;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.message.Hint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes of what processes answer from memory: first each is let know, then the change is
 * written. For one event loop.
 */
public final class Changes {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

  private final Vertx vertx;
  private final PodBus bus;
  private final Belief belief;
  private final BelieverStore store;
  private final Consumer<Hint.ToRegistry> own;
  private final int askMs;
  private final Deadline deadline;

  /**
   * @param own holds here what the others are asked to hold
   * @param askMs milliseconds in which each of the others must answer
   */
  public Changes(
      Vertx vertx,
      PodBus bus,
      Belief belief,
      BelieverStore store,
      Consumer<Hint.ToRegistry> own,
      int askMs,
      Deadline deadline) {
    this.vertx = vertx;
    this.bus = bus;
    this.belief = belief;
    this.store = store;
    this.own = own;
    this.askMs = askMs;
    this.deadline = deadline;
  }

  /**
   * Writes after nobody believes any more what was before; what is read until then and after is
   * read from Postgres.
   *
   * @return what the writing comes to; fails with {@code store_unavailable} and nothing written
   *     where it is not known who believes
   */
  public <T> Future<T> make(Hint.ToRegistry change, Supplier<Future<T>> write) {
    own.accept(change);
    return deadline
        .limit(belief.others())
        .compose(others -> known(others, change))
        .compose(known -> write.get());
  }

  private Future<Void> known(Map<String, Integer> others, Hint.ToRegistry change) {
    if (others.isEmpty()) {
      return Future.succeededFuture();
    }
    List<String> silent = new ArrayList<>();
    List<Future<?>> asked = new ArrayList<>();
    for (String other : others.keySet()) {
      asked.add(bus.ask(other, change, askMs).onFailure(failure -> silent.add(other)));
    }
    return Future.join(asked)
        .transform(done -> silent.isEmpty() ? Future.succeededFuture() : outlasted(others, silent));
  }

  /** It finds that it is distrusted, or it finds nothing and its belief runs out. */
  private Future<Void> outlasted(Map<String, Integer> others, List<String> silent) {
    int longest = silent.stream().mapToInt(others::get).max().orElseThrow();
    LOG.info("{} did not answer within {} ms: a change waits {} ms", silent, askMs, longest);
    return deadline.limit(store.distrust(silent)).compose(done -> pause(longest));
  }

  private Future<Void> pause(int ms) {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(ms, fired -> over.complete());
    return over.future();
  }
}
