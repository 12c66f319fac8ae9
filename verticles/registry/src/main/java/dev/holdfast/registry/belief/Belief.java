package dev.holdfast.registry.belief;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.flight.SingleFlight;
import dev.holdfast.registry.store.BelieverStore;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * For how long this process may answer from memory: a lease on all that it holds (Gray and
 * Cheriton, SOSP 1989), which each look at Postgres prolongs. For one event loop.
 */
public final class Belief {
  /** A look that was answered: when it began, by the clock, and what it found. */
  private record Look(long began, BelieverStore.Seen seen) {}

  /** Who is new keeps quiet for so much longer than this that no list of others misses it. */
  private static final long LIST_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private final BelieverStore store;
  private final SingleFlight<String, Look> looks;
  private final String address;
  private final Memory memory;
  private final int beliefMs;
  private final long beliefNanos;
  private final long quietNanos;
  private final Ticker nanos;
  private Optional<Look> last = Optional.empty();
  private long quietUntil;
  private boolean ended;

  /**
   * @param address of this process, see {@link dev.holdfast.shared.identity.PodId}
   * @param beliefMs milliseconds from the beginning of a look
   * @param quietMs milliseconds for which nothing is believed first, and after belief had lapsed:
   *     changes may be under way whose author does not know of this process
   * @param nanos {@link Ticker#systemTicker()} but for tests
   */
  public Belief(
      BelieverStore store,
      String address,
      Memory memory,
      int beliefMs,
      long quietMs,
      Deadline deadline,
      Ticker nanos) {
    this.store = store;
    this.looks = new SingleFlight<>(deadline);
    this.address = address;
    this.memory = memory;
    this.beliefMs = beliefMs;
    this.beliefNanos = TimeUnit.MILLISECONDS.toNanos(beliefMs);
    this.quietNanos = TimeUnit.MILLISECONDS.toNanos(quietMs);
    this.nanos = nanos;
  }

  /** One look; none after the end. */
  public Future<Void> runOnce() {
    return ended ? Future.succeededFuture() : look().mapEmpty();
  }

  /**
   * Who else may believe something now, and for how many milliseconds from a look. Whoever is
   * missing keeps quiet for longer than a change takes.
   */
  Future<Map<String, Integer>> others() {
    return last.filter(this::isFresh)
        .filter(look -> nanos.read() - look.began() < LIST_NANOS_MAX)
        .map(Future::succeededFuture)
        .orElseGet(this::look)
        .map(look -> look.seen().others());
  }

  /** Removes what processes left behind that ended without a word. */
  public Future<Void> sweep() {
    return store.sweep();
  }

  /** Believes nothing any more, and nobody needs to wait for it. */
  public Future<Void> end() {
    ended = true;
    memory.forget();
    return store.leave(address);
  }

  private Future<Look> look() {
    return looks.join(
        address,
        () -> {
          long began = nanos.read();
          return store
              .look(address, beliefMs)
              .map(seen -> new Look(began, seen))
              .onSuccess(look -> {
                if (!ended) {
                  take(look);
                }
              });
        });
  }

  private void take(Look look) {
    long now = nanos.read();
    boolean goesOn =
        last.filter(this::isFresh)
            .filter(before -> before.seen().distrusted() == look.seen().distrusted())
            .isPresent();
    if (!goesOn) {
      memory.forget();
      quietUntil = now + quietNanos;
    }
    last = Optional.of(look);
    if (now - quietUntil >= 0) {
      memory.believeUntil(look.began() + beliefNanos);
    }
  }

  /** Belief that began with it has not run out. */
  private boolean isFresh(Look look) {
    return nanos.read() - look.began() < beliefNanos;
  }
}
