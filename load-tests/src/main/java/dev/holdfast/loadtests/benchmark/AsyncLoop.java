package dev.holdfast.loadtests.benchmark;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * A closed loop of callers on one event loop: whoever has an answer asks again at once.
 *
 * <p>Answers must arrive on the executor's own thread.
 */
final class AsyncLoop implements Contestant {
  private static final long PATIENCE_S = 60;

  /** Begins one operation and tells when it is over, with the failure or null. */
  interface Act {
    void start(BiConsumer<Object, Throwable> over);
  }

  private final String name;
  private final int callers;
  private final Executor loop;
  private final Act act;
  private final LongSupplier serverCpu;

  AsyncLoop(String name, int callers, Executor loop, LongSupplier serverCpu, Act act) {
    this.name = name;
    this.callers = callers;
    this.loop = loop;
    this.act = act;
    this.serverCpu = serverCpu;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Sample measure(long millis) throws Exception {
    Turn turn = new Turn(System.nanoTime() + millis * 1_000_000);
    long start = System.nanoTime();
    long cpu = Cpu.own();
    long server = serverCpu.getAsLong();
    for (int caller = 0; caller < callers; caller++) {
      loop.execute(turn::ask);
    }
    turn.over.get(PATIENCE_S + millis / 1_000, TimeUnit.SECONDS);
    return Sample.of(
        turn.latencies.all(),
        System.nanoTime() - start,
        Cpu.own() - cpu,
        serverCpu.getAsLong() - server);
  }

  private final class Turn {
    private final Latencies latencies = new Latencies();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final long end;
    private int gone;

    Turn(long end) {
      this.end = end;
    }

    private void ask() {
      long asked = System.nanoTime();
      if (asked >= end) {
        if (++gone == callers) {
          over.complete(null);
        }
        return;
      }
      act.start((answer, failure) -> {
        if (failure != null) {
          over.completeExceptionally(failure);
          return;
        }
        latencies.add(System.nanoTime() - asked);
        ask();
      });
    }
  }
}
