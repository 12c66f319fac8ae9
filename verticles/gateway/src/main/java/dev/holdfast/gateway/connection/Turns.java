package dev.holdfast.gateway.connection;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets so many steps be under way at once; the others wait for their turn, first come, first
 * served. In a storm of reconnections they wait here and not in front of the stores, where whoever
 * else asks for something would wait behind all of them. For one event loop.
 */
public final class Turns {
  /** Who waited longer is told to come again: the stores hang, or there are too many. */
  private static final long WAIT_NANOS_MAX = Duration.ofSeconds(2).toNanos();

  private final int atOnce;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean beginning;

  public Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  /**
   * Begins the step now or later; its outcome is the answer's.
   *
   * @param gone whether the client has left meanwhile, for whom nothing is begun
   * @return fails with {@link ErrorCode#OVERLOADED} where its turn came too late
   */
  public <T> Future<T> take(BooleanSupplier gone, Supplier<Future<T>> step) {
    long since = System.nanoTime();
    Promise<T> outcome = Promise.promise();
    waiting.add(() ->
        Future.succeededFuture()
            .compose(begun -> {
              if (gone.getAsBoolean()) {
                throw new Fault(ErrorCode.BAD_REQUEST, "the client is gone");
              }
              if (System.nanoTime() - since > WAIT_NANOS_MAX) {
                throw new Fault(ErrorCode.OVERLOADED, "too many connections are being opened");
              }
              return step.get();
            })
            .onComplete(outcome)
            .onComplete(done -> over()));
    beginNext();
    return outcome.future();
  }

  private void over() {
    underWay--;
    beginNext();
  }

  /** Steps that are over at once come back here, and find the loop at work. */
  private void beginNext() {
    if (beginning) {
      return;
    }
    beginning = true;
    try {
      while (underWay < atOnce) {
        Runnable next = waiting.poll();
        if (next == null) {
          return;
        }
        underWay++;
        next.run();
      }
    } finally {
      beginning = false;
    }
  }
}
