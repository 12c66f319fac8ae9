package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.deploy.process.Signals;
import dev.holdfast.deploy.process.StopRequest;
import dev.holdfast.deploy.store.DevCredential;
import dev.holdfast.deploy.store.JdbcAccess;
import dev.holdfast.deploy.store.Migrations;
import dev.holdfast.shared.config.PostgresConfig;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * A development run, on the thread that calls it: services, schema, credential, pods; then it waits
 * until it is asked to stop or nothing is left to wait for, and stops all of it the other way
 * round.
 */
final class DevSupervisor {
  static final int PODS_MAX = 9;
  private static final int HIGHEST_PORT = 65_535;
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
    AgentsJson agents = AgentsJson.of(options.startedIn(), options.agents());
    DataFolder folder = DataFolder.open(options.data());
    try (FolderLock _ = FolderLock.of(folder);
        Undo undo = new Undo()) {
      start(folder, agents, undo);
    } catch (OperatorFault fault) {
      if (!stop.isAsked()) {
        throw fault;
      }
    }
  }

  private void start(DataFolder folder, AgentsJson agents, Undo undo)
      throws IOException, InterruptedException {
    PodProcess.endOrphans(folder, PODS_MAX);
    Services.takeOver(folder);
    List<Integer> ports = ports();
    Services services = Services.start(options, folder, stop, undo);
    JdbcAccess access =
        JdbcAccess.of(new PostgresConfig(services.postgres(), 1, 1, POSTGRES_CONNECT_MS));
    String token = prepareDatabase(folder, access);
    String workerToken = workerToken(folder, access, agents);
    PodFileJson.Common common =
        new PodFileJson.Common(
            services.postgres(),
            services.redis(),
            SecretFile.readOrMake(folder.cacheSecret(), ""),
            agents);
    if (stop.isAsked()) {
      return;
    }
    DevPods pods = new DevPods(folder, common, options.assignments(), stop, undo);
    List<String> ready = pods.start(ports);
    if (!stop.isAsked()) {
      restartOnSignal(pods);
      Banner.print(
          System.out, new Banner.Facts(folder, agents, ready, token, workerToken, startedAt));
      supervise(pods, services);
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
  private String prepareDatabase(DataFolder folder, JdbcAccess access) throws IOException {
    new Migrations(access).migrate();
    String given = options.token();
    String token = given == null ? SecretFile.readOrMake(folder.token(), "hf_dev_") : given;
    DevCredential.grant(access, token);
    return token;
  }

  /** The key for workers where there are agents for them; empty where there are none. */
  private static String workerToken(DataFolder folder, JdbcAccess access, AgentsJson agents)
      throws IOException {
    if (agents.ofWorkers().isEmpty()) {
      return "";
    }
    String token = SecretFile.readOrMake(folder.workerToken(), "hfw_dev_");
    DevCredential.grantWorker(access, token, agents.ofWorkers());
    return token;
  }

  /** One pod at a time: a signal that comes meanwhile waits. */
  private static void restartOnSignal(DevPods pods) {
    Executor oneByOne =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("restart").factory());
    Signals.onUser(_ ->
        oneByOne.execute(
            () -> pods.restartNext().ifPresent(pod -> System.out.println("pod " + pod))));
  }

  /** A pod that ends does not end the run; the last one does, and Postgres does. */
  private void supervise(DevPods pods, Services services) {
    CompletableFuture.anyOf(stop.asked(), pods.allEnded(), services.postgresEnded()).join();
    if (stop.isAsked()) {
      System.err.println("stopping");
    } else if (services.postgresEnded().isDone()) {
      throw OperatorFault.runtime(services.postgresEnded().join() + "; stopping");
    } else {
      throw OperatorFault.runtime("no pod is left; stopping");
    }
  }
}
