package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.deploy.process.StopRequest;
import dev.holdfast.deploy.store.DevCredential;
import dev.holdfast.deploy.store.JdbcAccess;
import dev.holdfast.deploy.store.Migrations;
import dev.holdfast.shared.config.PostgresConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * A development run, on the thread that calls it: services, schema, credential, pods; then it waits
 * until it is asked to stop or nothing is left to wait for, and stops all of it the other way
 * round.
 */
final class DevSupervisor {
  static final int PODS_MAX = 9;
  private static final int HIGHEST_PORT = 65_535;
  private static final long PODS_READY_MS_MAX = 120_000;
  private static final int POSTGRES_CONNECT_MS = 5_000;

  private final DevOptions options;
  private final StopRequest stop;
  private final long startedAt = System.nanoTime();

  DevSupervisor(DevOptions options, StopRequest stop) {
    this.options = options;
    this.stop = stop;
  }

  /**
   * Returns after an orderly stop that was asked for, also when it was asked for during the start.
   *
   * @throws OperatorFault of one line when the run cannot start or has nothing left to run
   */
  void run() throws IOException, InterruptedException {
    DevAgentsJson agents = DevAgentsJson.read(options.startedIn(), options.agents());
    DataFolder folder = DataFolder.open(options.data());
    folder.lock();
    try (Undo undo = new Undo()) {
      start(folder, agents, undo);
    } catch (OperatorFault fault) {
      if (!stop.isAsked()) {
        throw fault;
      }
    }
  }

  private void start(DataFolder folder, DevAgentsJson agents, Undo undo)
      throws IOException, InterruptedException {
    PodProcess.endOrphans(folder, PODS_MAX);
    Services.takeOver(folder);
    List<Integer> ports = ports();
    Services services = Services.start(options, folder, stop, undo);
    String token = prepareDatabase(folder, services);
    PodFileJson.Common common =
        new PodFileJson.Common(
            services.postgres(),
            services.redis(),
            SecretFile.readOrMake(folder.cacheSecret(), ""),
            agents);
    if (stop.isAsked()) {
      return;
    }
    List<PodProcess> pods = startPods(folder, common, ports, undo);
    List<String> ready = awaitReady(pods);
    if (!stop.isAsked()) {
      Banner.print(System.out, new Banner.Facts(folder, agents, ready, token, startedAt));
      supervise(pods, services, undo);
    }
  }

  private List<Integer> ports() {
    if (options.port() == 0) {
      return Ports.free(options.pods());
    }
    List<Integer> ports =
        IntStream.range(options.port(), options.port() + options.pods()).boxed().toList();
    for (int port : ports) {
      if (port > HIGHEST_PORT) {
        throw OperatorFault.usage("--port leaves no room for " + options.pods() + " pods: " + port);
      }
      if (!Ports.isFree(port)) {
        throw OperatorFault.runtime(
            "port "
                + port
                + " on 127.0.0.1 is taken; stop what listens there, or choose another with --port");
      }
    }
    return ports;
  }

  /** Brings the schema up to date and makes the token valid, before any pod looks. */
  private String prepareDatabase(DataFolder folder, Services services) throws IOException {
    JdbcAccess access =
        JdbcAccess.of(new PostgresConfig(services.postgres(), 1, 1, POSTGRES_CONNECT_MS));
    new Migrations(access).migrate();
    String given = options.token();
    String token = given == null ? SecretFile.readOrMake(folder.token(), "hf_dev_") : given;
    DevCredential.grant(access, token);
    return token;
  }

  private List<PodProcess> startPods(
      DataFolder folder, PodFileJson.Common common, List<Integer> ports, Undo undo)
      throws IOException {
    String cluster = SecretFile.random("dev-");
    List<String> members =
        Ports.free(options.pods()).stream().map(port -> "127.0.0.1:" + port).toList();
    List<PodProcess> pods = new ArrayList<>();
    undo.add(() -> pods.forEach(PodProcess::end));
    undo.add(() -> pods.forEach(PodProcess::ask));
    for (int number = 1; number <= options.pods(); number++) {
      PodFileJson.Place place =
          new PodFileJson.Place(number, ports.get(number - 1), cluster, members);
      pods.add(
          PodProcess.start(folder, number, PodFileJson.text(common, place), options.assignments()));
    }
    return pods;
  }

  /** The ready lines in the order of the pods; empty when asked to stop meanwhile. */
  private List<String> awaitReady(List<PodProcess> pods) throws InterruptedException {
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            pods.stream().map(PodProcess::ready).toArray(CompletableFuture[]::new));
    CompletableFuture<Object> enough = CompletableFuture.anyOf(all, stop.asked());
    pods.forEach(pod -> {
      var _ = pod.ready().exceptionally(failure -> failed(enough, failure));
    });
    try {
      enough.orTimeout(PODS_READY_MS_MAX, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof OperatorFault fault ? fault : notReady(e);
    }
    return stop.isAsked() ? List.of() : pods.stream().map(pod -> pod.ready().join()).toList();
  }

  private static String failed(CompletableFuture<Object> enough, Throwable failure) {
    enough.completeExceptionally(failure);
    return "";
  }

  private static RuntimeException notReady(CompletionException failure) {
    return failure.getCause() instanceof TimeoutException
        ? OperatorFault.runtime(
            "the pods were not ready within " + PODS_READY_MS_MAX / 1_000 + " s; see their logs")
        : failure;
  }

  /** A pod that ends does not end the run; the last one does, and Postgres does. */
  private void supervise(List<PodProcess> pods, Services services, Undo undo) {
    CompletableFuture<?> allEnded =
        CompletableFuture.allOf(
            pods.stream()
                .map(pod -> pod.ended().thenRun(() -> tellEnd(pod, undo)))
                .toArray(CompletableFuture[]::new));
    CompletableFuture.anyOf(stop.asked(), allEnded, services.postgresEnded()).join();
    if (stop.isAsked()) {
      System.err.println("stopping");
    } else if (services.postgresEnded().isDone()) {
      throw OperatorFault.runtime(services.postgresEnded().join() + "; stopping");
    } else {
      throw OperatorFault.runtime("no pod is left; stopping");
    }
  }

  private void tellEnd(PodProcess pod, Undo undo) {
    if (!stop.isAsked() && !undo.isClosing()) {
      System.err.println(pod.obituary());
    }
  }
}
