package dev.holdfast.shared.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Tries again while the store cannot be reached. For a start: a pod that begins on a busy machine,
 * or beside a store that fails over, should not give up at the first try.
 */
public final class Patience {
  private static final int TRIES_MAX = 20;
  private static final int PAUSE_MS = 500;

  private Patience() {}

  /** The first success, or the last failure; any other failure than an absent store at once. */
  public static <T> Future<T> untilReached(Vertx vertx, Supplier<Future<T>> work) {
    return untilReached(vertx, work, TRIES_MAX);
  }

  private static <T> Future<T> untilReached(Vertx vertx, Supplier<Future<T>> work, int triesLeft) {
    return work.get()
        .recover(failure ->
            triesLeft > 1 && isPassing(failure)
                ? pause(vertx).compose(done -> untilReached(vertx, work, triesLeft - 1))
                : Future.failedFuture(failure));
  }

  private static boolean isPassing(Throwable failure) {
    return failure instanceof Fault fault && fault.code() == ErrorCode.STORE_UNAVAILABLE;
  }

  private static Future<Void> pause(Vertx vertx) {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(PAUSE_MS, timer -> over.complete());
    return over.future();
  }
}
