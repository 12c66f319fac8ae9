package dev.holdfast.tasks.tools;

import dev.holdfast.tasks.agent.Offered;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one agent's server offers, as it was told last. The server is asked by one thread at a time,
 * when somebody wants to know and the last answer is old; meanwhile the last answer counts. A
 * server that failed is left alone for a while.
 *
 * <p>For one event loop.
 */
final class ServerTools {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTools.class);

  private final Vertx vertx;
  private final String agent;
  private final Callable<Offered> discovery;
  private final long refreshNanos;
  private final long retryNanos;
  private final int waitMs;
  private Optional<Offered> known = Optional.empty();
  private long learnedAt;
  private Optional<Long> failedAt = Optional.empty();
  private Optional<Future<Offered>> asking = Optional.empty();

  /**
   * @param discovery asks the server, blocking
   * @param retryMs milliseconds for which a server that failed is left alone
   * @param waitMs milliseconds that a first question waits for the answer
   */
  ServerTools(
      Vertx vertx,
      String agent,
      Callable<Offered> discovery,
      int refreshMs,
      int retryMs,
      int waitMs) {
    this.vertx = vertx;
    this.agent = agent;
    this.discovery = discovery;
    this.refreshNanos = TimeUnit.MILLISECONDS.toNanos(refreshMs);
    this.retryNanos = TimeUnit.MILLISECONDS.toNanos(retryMs);
    this.waitMs = waitMs;
  }

  /** What it offers; empty where the server never answered and does not now. */
  Future<Optional<Offered>> look() {
    long now = System.nanoTime();
    boolean fresh = known.isPresent() && now - learnedAt < refreshNanos;
    if (fresh || failedAt.filter(then -> now - then < retryNanos).isPresent()) {
      return Future.succeededFuture(known);
    }
    Future<Offered> answer = asking.orElseGet(this::ask);
    return known.isPresent() ? Future.succeededFuture(known) : soon(answer);
  }

  private Future<Offered> ask() {
    Promise<Offered> told = Promise.promise();
    Context context = vertx.getOrCreateContext();
    asking = Optional.of(told.future());
    Thread.ofVirtual()
        .name("tools-" + agent)
        .start(() -> {
          try {
            Offered tools = discovery.call();
            tell(context, () -> learned(told, tools));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tell(context, () -> failed(told, e));
          } catch (Exception e) {
            tell(context, () -> failed(told, e));
          }
        });
    return told.future();
  }

  /** On the context, unless the pod stopped while the server was asked. */
  private void tell(Context context, Runnable news) {
    try {
      context.runOnContext(now -> news.run());
    } catch (RejectedExecutionException e) {
      LOG.debug("the pod stopped before the server of agent {} told its tools", agent);
    }
  }

  private void learned(Promise<Offered> told, Offered tools) {
    known = Optional.of(tools);
    learnedAt = System.nanoTime();
    failedAt = Optional.empty();
    asking = Optional.empty();
    told.complete(tools);
  }

  private void failed(Promise<Offered> told, Exception failure) {
    asking = Optional.empty();
    failedAt = Optional.of(System.nanoTime());
    LOG.warn("the server of agent {} does not tell its tools: {}", agent, failure.toString());
    told.fail(failure);
  }

  /** The answer where it comes within the time to wait. */
  private Future<Optional<Offered>> soon(Future<Offered> answer) {
    Promise<Optional<Offered>> first = Promise.promise();
    long timer = vertx.setTimer(Math.max(1, waitMs), late -> first.tryComplete(Optional.empty()));
    answer.onComplete(
        tools -> {
          vertx.cancelTimer(timer);
          first.tryComplete(Optional.of(tools));
        },
        failure -> {
          vertx.cancelTimer(timer);
          first.tryComplete(Optional.empty());
        });
    return first.future();
  }
}
