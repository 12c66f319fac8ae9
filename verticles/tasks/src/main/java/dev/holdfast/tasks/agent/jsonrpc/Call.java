package dev.holdfast.tasks.agent.jsonrpc;

import dev.holdfast.tasks.agent.Cancellation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A question under way.
 *
 * @param id of the request, as JSON
 */
public record Call(String id, String method, CompletableFuture<Reply> reply) {
  private static final long PAUSED_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** What became of a question. */
  sealed interface Reply {
    /** It was answered. */
    record Result(String json) implements Reply {}

    /** It was refused. */
    record Refused(int code, String message) implements Reply {}

    /** Nobody is left to answer it. */
    record Gone(String why, boolean mayPass) implements Reply {}
  }

  /**
   * Waits for the result.
   *
   * @param clock how long it may take
   * @return the result as JSON
   */
  public String await(WorkClock clock, Cancellation cancellation)
      throws CallFailed, InterruptedException {
    CompletableFuture<Object> either = CompletableFuture.anyOf(reply, cancellation.requested());
    while (!either.isDone()) {
      long left = clock.left();
      if (left <= 0) {
        throw new CallFailed(CallFailed.Why.LATE, 0, "no answer to " + method + " in time");
      }
      // The clock may stand still meanwhile, so the time is looked at again.
      settled(either, clock.isPaused() ? Math.max(left, PAUSED_LOOK_NANOS) : left);
    }
    if (!reply.isDone()) {
      throw new CallFailed(CallFailed.Why.CANCELLED, 0, "cancelled");
    }
    return switch (reply.join()) {
      case Reply.Result result -> result.json();
      case Reply.Refused refused ->
          throw new CallFailed(
              CallFailed.Why.REFUSED,
              refused.code(),
              method + " was refused: " + refused.message() + " (" + refused.code() + ")");
      case Reply.Gone gone ->
          throw new CallFailed(
              gone.mayPass() ? CallFailed.Why.AWAY : CallFailed.Why.GONE,
              0,
              gone.why() + " before it answered " + method);
    };
  }

  /** Waits for an answer of any kind, at most so long. */
  public void awaitAny(long milliseconds) throws InterruptedException {
    settled(reply, TimeUnit.MILLISECONDS.toNanos(milliseconds));
  }

  private static boolean settled(CompletableFuture<?> future, long nanos)
      throws InterruptedException {
    try {
      future.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reply cannot fail", e);
    }
  }
}
