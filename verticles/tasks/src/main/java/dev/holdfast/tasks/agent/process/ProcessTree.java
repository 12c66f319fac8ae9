package dev.holdfast.tasks.agent.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program and everything it started: its descendants, and those that left it but carry the
 * attempt's mark.
 *
 * <p>Stopping is polite first ({@code SIGTERM}), then hard ({@code SIGKILL}), and is repeated until
 * nothing is found, since a tree can grow while it is being cut.
 */
public final class ProcessTree {
  private static final int ROUNDS_MAX = 100;

  private final ProcessHandle root;
  private final String attemptMark;

  public ProcessTree(ProcessHandle root, String attemptMark) {
    this.root = root;
    this.attemptMark = attemptMark;
  }

  /**
   * Ends every process of the tree; returns when none is left.
   *
   * @param graceMs milliseconds between the two signals
   * @return whether every process went by itself or on the polite signal
   */
  public boolean stop(long graceMs) throws InterruptedException {
    List<ProcessHandle> polite = alive();
    polite.forEach(ProcessHandle::destroy);
    awaitExit(polite, graceMs);
    for (int round = 0; round < ROUNDS_MAX; round++) {
      List<ProcessHandle> hard = alive();
      if (hard.isEmpty()) {
        return round == 0;
      }
      hard.forEach(ProcessHandle::destroyForcibly);
      awaitExit(hard, 1_000);
    }
    return false;
  }

  private List<ProcessHandle> alive() {
    Map<Long, ProcessHandle> found = new LinkedHashMap<>();
    if (root.isAlive()) {
      found.put(root.pid(), root);
      root.descendants().forEach(child -> found.put(child.pid(), child));
    }
    for (ProcessHandle marked : ProcessMarks.ofAttempt(attemptMark)) {
      found.put(marked.pid(), marked);
      marked.descendants().forEach(child -> found.put(child.pid(), child));
    }
    return new ArrayList<>(found.values().stream().filter(ProcessHandle::isAlive).toList());
  }

  private static void awaitExit(List<ProcessHandle> processes, long milliseconds)
      throws InterruptedException {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    try {
      all.get(milliseconds, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // the next round is harder
    } catch (ExecutionException e) {
      throw new IllegalStateException("an exit cannot fail", e);
    }
  }
}
