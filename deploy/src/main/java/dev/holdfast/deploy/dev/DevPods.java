package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.deploy.process.StopRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The pods of a run.
 *
 * <p>The first is let become ready before the others start: pods that look for each other at the
 * same moment wait for one another for seconds, pods that find a cluster join it at once.
 *
 * <p>One thread starts them, waits for their end and stops them; another may restart one at a time.
 */
final class DevPods {
  private static final long READY_MS_MAX = 120_000;

  private final DataFolder folder;
  private final PodFileJson.Common common;
  private final List<String> assignments;
  private final StopRequest stop;
  private final Undo undo;
  private final List<PodFileJson.Place> places = new ArrayList<>();
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();

  /** Changed under the lock of this object only; a restart replaces its pod. */
  private final List<PodProcess> pods = new ArrayList<>();

  /** Those whose end was noticed. */
  private final Set<PodProcess> gone = new HashSet<>();

  private int restarts;
  private Optional<PodProcess> restarting = Optional.empty();

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
    undo.add(() -> running().forEach(PodProcess::end));
    undo.add(() -> running().forEach(PodProcess::ask));
    String cluster = SecretFile.random("dev-");
    List<String> members =
        Ports.free(ports.size()).stream().map(port -> "127.0.0.1:" + port).toList();
    for (int number = 1; number <= ports.size(); number++) {
      PodFileJson.Place place =
          new PodFileJson.Place(number, ports.get(number - 1), cluster, members);
      places.add(place);
      pods.add(process(place));
      if (number == 1) {
        awaitReady();
      }
    }
    awaitReady();
    if (stop.isAsked()) {
      return List.of();
    }
    running().forEach(this::watchEnd);
    return running().stream().map(pod -> pod.ready().join()).toList();
  }

  /** Completed when no pod is left; the end of each is told on standard error. */
  CompletableFuture<?> allEnded() {
    return allEnded;
  }

  /**
   * Ends one pod in order and starts it anew at its port, as a rolling update does; the next call
   * takes the next pod, from the last to the first. Returns when it is ready again. It tells what
   * it does on standard error, a failure too.
   *
   * @return {@code http://host:port pid n} of the pod, with its number before it; empty where the
   *     run stops or the pod did not start
   */
  Optional<String> restartNext() {
    PodProcess old = beginRestart();
    System.err.println("restarting pod " + old.number());
    old.ask();
    old.end();
    try {
      Optional<PodProcess> started = startAnew(old);
      return started.map(pod -> pod.number() + " ready " + pod.ready().join());
    } catch (IOException | CompletionException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      System.err.println("pod " + old.number() + " was not restarted: " + cause.getMessage());
      return Optional.empty();
    } finally {
      endRestart();
    }
  }

  private synchronized PodProcess beginRestart() {
    PodProcess old = pods.get(pods.size() - 1 - restarts++ % pods.size());
    restarting = Optional.of(old);
    return old;
  }

  /** Under the lock, so that a run that stops meanwhile either sees the new pod or prevents it. */
  private synchronized Optional<PodProcess> startAnew(PodProcess old) throws IOException {
    if (stop.isAsked() || undo.isClosing()) {
      return Optional.empty();
    }
    PodProcess pod = process(places.get(old.number() - 1));
    pods.set(old.number() - 1, pod);
    watchEnd(pod);
    return Optional.of(pod);
  }

  private synchronized void endRestart() {
    restarting = Optional.empty();
    lookWhetherAllEnded();
  }

  private synchronized List<PodProcess> running() {
    return List.copyOf(pods);
  }

  private PodProcess process(PodFileJson.Place place) throws IOException {
    return PodProcess.start(folder, place.number(), PodFileJson.text(common, place), assignments);
  }

  private void watchEnd(PodProcess pod) {
    var _ = pod.ended().thenRun(() -> ended(pod));
  }

  private synchronized void ended(PodProcess pod) {
    gone.add(pod);
    if (pods.contains(pod) && !restarting.equals(Optional.of(pod))) {
      tellEnd(pod);
      lookWhetherAllEnded();
    }
  }

  private void lookWhetherAllEnded() {
    if (restarting.isEmpty() && gone.containsAll(pods)) {
      allEnded.complete(null);
    }
  }

  /** Returns when every pod is ready, or when asked to stop. */
  private void awaitReady() {
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            running().stream().map(PodProcess::ready).toArray(CompletableFuture[]::new));
    CompletableFuture<Object> enough = CompletableFuture.anyOf(all, stop.asked());
    running()
        .forEach(pod -> {
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
