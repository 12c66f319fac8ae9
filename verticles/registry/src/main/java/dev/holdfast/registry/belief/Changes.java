package dev.holdfast.registry.belief;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.BelieverStore;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Hint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
  private final BeliefConfig config;
  private final Deadline deadline;
  private final Ticker nanos;

  /**
   * @param own holds here what the others are asked to hold
   * @param nanos {@link Ticker#systemTicker()} but for tests
   */
  public Changes(
      Vertx vertx,
      PodBus bus,
      Belief belief,
      BelieverStore store,
      Consumer<Hint.ToRegistry> own,
      BeliefConfig config,
      Deadline deadline,
      Ticker nanos) {
    this.vertx = vertx;
    this.bus = bus;
    this.belief = belief;
    this.store = store;
    this.own = own;
    this.config = config;
    this.deadline = deadline;
    this.nanos = nanos;
  }

  /**
   * Writes after nobody believes any more what was before; what is read until then and after is
   * read from Postgres.
   *
   * @return what the writing comes to; fails with {@code store_unavailable} and nothing written
   *     where it is not known who believes, or where that took so long that others may believe
   *     again
   */
  public <T> Future<T> make(Hint.ToRegistry change, Supplier<Future<T>> write) {
    long began = nanos.read();
    own.accept(change);
    return belief
        .others()
        .compose(others -> known(others, change))
        .compose(known -> {
          requireHeld(began);
          return write.get();
        });
  }

  /** This process may have been stopped for a while, for longer than the others hold. */
  private void requireHeld(long began) {
    if (nanos.read() - began > TimeUnit.MILLISECONDS.toNanos(config.writeWithinMs(deadline))) {
      throw new Fault(
          ErrorCode.STORE_UNAVAILABLE, "telling the other pods took too long; nothing was changed");
    }
  }

  private Future<Void> known(Map<String, Integer> others, Hint.ToRegistry change) {
    if (others.isEmpty()) {
      return Future.succeededFuture();
    }
    List<String> silent = new ArrayList<>();
    List<Future<?>> asked = new ArrayList<>();
    for (String other : others.keySet()) {
      asked.add(bus.ask(other, change, config.askMs()).onFailure(failure -> silent.add(other)));
    }
    return Future.join(asked)
        .transform(done -> silent.isEmpty() ? Future.succeededFuture() : outlasted(others, silent));
  }

  /** It finds that it is distrusted, or it finds nothing and its belief runs out. */
  private Future<Void> outlasted(Map<String, Integer> others, List<String> silent) {
    int longest = silent.stream().mapToInt(others::get).max().orElseThrow();
    LOG.info(
        "{} did not answer within {} ms: a change waits {} ms", silent, config.askMs(), longest);
    return deadline.limit(store.distrust(silent)).compose(done -> pause(longest));
  }

  private Future<Void> pause(int ms) {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(ms, fired -> over.complete());
    return over.future();
  }
}
