package dev.holdfast.registry.lifecycle;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Duties that are repeated, each never twice at once; a failed round is logged. */
public final class Rounds {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final Vertx vertx;

  public Rounds(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Begins; ends with the verticle.
   *
   * @param pauseMs milliseconds from the end of one round to the beginning of the next
   */
  public void repeat(String duty, int pauseMs, Supplier<Future<Void>> round) {
    repeat(duty, pauseMs, pauseMs, round);
  }

  /**
   * The same.
   *
   * @param firstMs milliseconds until the first round
   */
  void repeat(String duty, int firstMs, int pauseMs, Supplier<Future<Void>> round) {
    vertx.setTimer(
        firstMs,
        timer ->
            round
                .get()
                .onFailure(failure -> LOG.warn("{} failed: {}", duty, failure.toString()))
                .onComplete(done -> repeat(duty, pauseMs, round)));
  }
}
