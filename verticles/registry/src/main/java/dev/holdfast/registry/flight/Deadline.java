package dev.holdfast.registry.flight;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The longest that an answer may take. A store that is frozen answers nothing, not even that it
 * failed; without an end of our own everybody would wait with it.
 *
 * @param ms milliseconds
 */
public record Deadline(int ms) {
  /**
   * The same result, or {@code store_unavailable} after the deadline. The work itself goes on; it
   * may still commit.
   */
  public <T> Future<T> limit(Future<T> work) {
    return work.isComplete()
        ? work
        : work.timeout(ms, TimeUnit.MILLISECONDS).recover(this::translated);
  }

  private <T> Future<T> translated(Throwable failure) {
    return Future.failedFuture(
        failure instanceof TimeoutException
            ? new Fault(
                ErrorCode.STORE_UNAVAILABLE,
                "the durable store did not answer within " + ms + " ms",
                failure)
            : failure);
  }
}
