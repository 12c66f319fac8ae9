package dev.holdfast.tasks.execution;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;

/** Waits for futures on a virtual thread. */
final class Blocking {
  private Blocking() {}

  /** The result; where the future failed with an unchecked exception, that exception. */
  static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }
}
