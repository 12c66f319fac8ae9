package dev.holdfast.loadtests.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** A closed loop of callers, each on a platform thread of its own that waits for the answer. */
final class BlockingLoop implements Contestant {
  private final String name;
  private final int callers;
  private final LongSupplier serverCpu;
  private final Runnable act;

  BlockingLoop(String name, int callers, LongSupplier serverCpu, Runnable act) {
    this.name = name;
    this.callers = callers;
    this.serverCpu = serverCpu;
    this.act = act;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Sample measure(long millis) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      long start = System.nanoTime();
      long cpu = Cpu.own();
      long server = serverCpu.getAsLong();
      long end = start + millis * 1_000_000;
      List<Callable<long[]>> all = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        all.add(() -> until(end));
      }
      LongStream latencies = LongStream.empty();
      for (Future<long[]> done : threads.invokeAll(all)) {
        latencies = LongStream.concat(latencies, LongStream.of(done.get()));
      }
      return Sample.of(
          latencies.toArray(),
          System.nanoTime() - start,
          Cpu.own() - cpu,
          serverCpu.getAsLong() - server);
    }
  }

  private long[] until(long end) {
    Latencies latencies = new Latencies();
    for (long asked = System.nanoTime(); asked < end; ) {
      act.run();
      long answered = System.nanoTime();
      latencies.add(answered - asked);
      asked = answered;
    }
    return latencies.all();
  }
}
