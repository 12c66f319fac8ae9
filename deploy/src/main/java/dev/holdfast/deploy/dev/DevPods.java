package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.deploy.process.StopRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The pods of a run.
 *
 * <p>The first is let become ready before the others start: pods that look for each other at the
 * same moment wait for one another for seconds, pods that find a cluster join it at once.
 */
final class DevPods {
  private static final long READY_MS_MAX = 120_000;

  private final DataFolder folder;
  private final PodFileJson.Common common;
  private final List<String> assignments;
  private final StopRequest stop;
  private final Undo undo;
  private final List<PodProcess> pods = new ArrayList<>();

  DevPods(
      DataFolder folder,
      PodFileJson.Common common,
      List<String> assignments,
      StopRequest stop,
      Undo undo) {
    this.folder = folder;
    this.common = common;
    this.assignments = List.copyOf(assignments);
    this.stop = stop;
    this.undo = undo;
  }

  /**
   * Starts a pod for each port.
   *
   * @return {@code http://host:port pid n} of each pod, in order; fewer when asked to stop
   *     meanwhile
   * @throws OperatorFault of one line when a pod does not become ready
   */
  List<String> start(List<Integer> ports) throws IOException {
    undo.add(() -> pods.forEach(PodProcess::end));
    undo.add(() -> pods.forEach(PodProcess::ask));
    String cluster = SecretFile.random("dev-");
    List<String> members =
        Ports.free(ports.size()).stream().map(port -> "127.0.0.1:" + port).toList();
    for (int number = 1; number <= ports.size(); number++) {
      PodFileJson.Place place =
          new PodFileJson.Place(number, ports.get(number - 1), cluster, members);
      pods.add(PodProcess.start(folder, number, PodFileJson.text(common, place), assignments));
      if (number == 1) {
        awaitReady();
      }
    }
    awaitReady();
    return stop.isAsked() ? List.of() : pods.stream().map(pod -> pod.ready().join()).toList();
  }

  /** Completed when no pod is left; the end of each is told on standard error. */
  CompletableFuture<?> allEnded() {
    return CompletableFuture.allOf(
        pods.stream()
            .map(pod -> pod.ended().thenRun(() -> tellEnd(pod)))
            .toArray(CompletableFuture[]::new));
  }

  /** Returns when every pod is ready, or when asked to stop. */
  private void awaitReady() {
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            pods.stream().map(PodProcess::ready).toArray(CompletableFuture[]::new));
    CompletableFuture<Object> enough = CompletableFuture.anyOf(all, stop.asked());
    pods.forEach(pod -> {
      var _ = pod.ready().exceptionally(failure -> failed(enough, failure));
    });
    try {
      enough.orTimeout(READY_MS_MAX, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof OperatorFault fault ? fault : notReady(e);
    }
  }

  private static String failed(CompletableFuture<Object> enough, Throwable failure) {
    enough.completeExceptionally(failure);
    return "";
  }

  private static RuntimeException notReady(CompletionException failure) {
    return failure.getCause() instanceof TimeoutException
        ? OperatorFault.runtime(
            "the pods were not ready within " + READY_MS_MAX / 1_000 + " s; see their logs")
        : failure;
  }

  private void tellEnd(PodProcess pod) {
    if (!stop.isAsked() && !undo.isClosing()) {
      System.err.println(pod.obituary());
    }
  }
}
