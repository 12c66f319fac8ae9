package dev.holdfast.gateway.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets so many steps be under way at once; the others wait for their turn, first come, first
 * served. In a storm of reconnections they wait here and not in front of the stores, where whoever
 * else asks for something would wait behind all of them. For one event loop.
 */
public final class Turns {
  private final int atOnce;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  public Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  /** Begins the step now or later; its outcome is the answer's. */
  public <T> Future<T> take(Supplier<Future<T>> step) {
    Promise<T> outcome = Promise.promise();
    waiting.add(() ->
        Future.succeededFuture()
            .compose(begun -> step.get())
            .onComplete(outcome)
            .onComplete(done -> over()));
    beginNext();
    return outcome.future();
  }

  private void over() {
    underWay--;
    beginNext();
  }

  private void beginNext() {
    while (underWay < atOnce) {
      Runnable next = waiting.poll();
      if (next == null) {
        return;
      }
      underWay++;
      next.run();
    }
  }
}
