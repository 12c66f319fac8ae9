package dev.holdfast.loadtests.benchmark;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Operations begun at a steady pace, whether or not those before them are over. */
final class PacedLoop implements Contestant {
  private static final long PATIENCE_S = 60;

  private final String name;
  private final int perSecond;
  private final Vertx vertx;
  private final Context loop;
  private final LongSupplier serverCpu;
  private final AsyncLoop.Act act;

  PacedLoop(
      String name,
      int perSecond,
      Vertx vertx,
      Context loop,
      LongSupplier serverCpu,
      AsyncLoop.Act act) {
    this.name = name;
    this.perSecond = perSecond;
    this.vertx = vertx;
    this.loop = loop;
    this.serverCpu = serverCpu;
    this.act = act;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Sample measure(long millis) throws Exception {
    Turn turn = new Turn(Math.max(1, millis * perSecond / 1_000));
    long start = System.nanoTime();
    long cpu = Cpu.own();
    long server = serverCpu.getAsLong();
    loop.runOnContext(now -> turn.begin(start));
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
    private final long wanted;
    private long begun;
    private long ended;

    Turn(long wanted) {
      this.wanted = wanted;
    }

    private void begin(long start) {
      long due = (System.nanoTime() - start) * perSecond / 1_000_000_000 + 1;
      while (begun < Math.min(due, wanted)) {
        begun++;
        long asked = System.nanoTime();
        act.start((answer, failure) -> {
          if (failure != null) {
            over.completeExceptionally(failure);
            return;
          }
          latencies.add(System.nanoTime() - asked);
          if (++ended == wanted) {
            over.complete(null);
          }
        });
      }
      if (begun < wanted) {
        vertx.setTimer(1, timer -> begin(start));
      }
    }
  }
}
