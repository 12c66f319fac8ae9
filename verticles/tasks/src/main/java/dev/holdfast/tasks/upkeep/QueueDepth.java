package dev.holdfast.tasks.upkeep;

import dev.holdfast.tasks.store.LoadStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells how many tasks of the whole fleet wait for their turn. Every pod counts for itself, so that
 * any that lives tells it; counted no further than a limit, so that a long queue is not made slower
 * by being counted.
 */
public final class QueueDepth {
  private static final int COUNTED_MAX = 100_000;

  private final LoadStore store;
  private final AtomicInteger counted = new AtomicInteger();

  public QueueDepth(LoadStore store, MeterRegistry meters) {
    this.store = store;
    Gauge.builder("holdfast.tasks.waiting", counted::get)
        .description("Tasks of the whole fleet that wait for their turn, at most 100000")
        .register(meters);
  }

  public Future<Void> runOnce() {
    return store.waiting(COUNTED_MAX).onSuccess(counted::set).mapEmpty();
  }
}
