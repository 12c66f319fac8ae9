package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Sequential callers side by side, on threads of their own. */
final class Crowd {
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();

  private Crowd() {}

  /** Does the work once for each number below n, so many at once; fails when one of them fails. */
  static void each(int n, int atOnce, IntConsumer work) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < Math.min(atOnce, n); i++) {
        running.add(
            threads.submit(() -> {
              for (int turn = next.getAndIncrement(); turn < n; turn = next.getAndIncrement()) {
                work.accept(turn);
              }
            }));
      }
      for (Future<?> each : running) {
        join(each);
      }
    }
  }

  /** What is done while something else goes on. */
  interface Work<T> {
    T get() throws InterruptedException;
  }

  /** Does the work while something is repeated beside it, with a pause between the rounds. */
  static <T> T during(long pauseMs, Runnable repeated, Work<T> work) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService thread = Executors.newThreadPerTaskExecutor(THREADS)) {
      Future<?> running =
          thread.submit(() -> {
            while (!over.get()) {
              repeated.run();
              Blocking.pause(pauseMs);
            }
          });
      try {
        return work.get();
      } finally {
        over.set(true);
        join(running);
      }
    }
  }

  private static void join(Future<?> work) throws InterruptedException {
    try {
      work.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
