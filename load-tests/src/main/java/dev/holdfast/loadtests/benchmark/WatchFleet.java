package dev.holdfast.loadtests.benchmark;

import dev.holdfast.deploy.fleet.Fleet;
import dev.holdfast.deploy.fleet.PodProcess;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.loadtests.crowd.Dialect;
import dev.holdfast.loadtests.crowd.Wanted;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Pods with sessions that are watched. In each runs one task, at a worker that the crowd plays:
 * what it says becomes durable {@code task.output} events, which is the cheapest way there is from
 * a client to every watcher: a transaction for what came since the one before.
 */
final class WatchFleet implements AutoCloseable {
  private static final int HEAP_MEGABYTES = 768;
  private static final int CREATED = 201;

  private final List<PodProcess> pods = new ArrayList<>();
  private final List<String> rooms = new ArrayList<>();
  private final String token = "hf_bench_" + UUID.randomUUID();
  private final String workerToken = "hfw_bench_" + UUID.randomUUID();
  private final String name = "fan-" + UUID.randomUUID();

  private int adminPort;

  private WatchFleet() {}

  /** Starts the pods and the tasks; these wait for their worker. */
  static WatchFleet start(Servers servers, int pods, int sessions) throws Exception {
    WatchFleet fleet = new WatchFleet();
    servers.execute(
        credential(fleet.token, fleet.name, "'session', NULL")
            + ";"
            + credential(fleet.workerToken, fleet.name, "'worker', '{feed}'"));
    List<Integer> ports = Ports.free(pods);
    List<Integer> adminPorts = Ports.free(pods);
    fleet.adminPort = adminPorts.getFirst();
    for (int i = 0; i < pods; i++) {
      Map<String, String> settings = TaskFleet.settings(servers, fleet.name, ports, i);
      for (String limit :
          List.of(
              "connections_per_ip_max",
              "connections_per_principal_max",
              "opens_per_second_per_ip_max",
              "requests_per_second_per_principal_max")) {
        settings.put("gateway." + limit, "0");
      }
      settings.put("admin.port", adminPorts.get(i).toString());
      settings.putAll(
          Map.of(
              "agents.default", "feed",
              "agents.feed.kind", "worker",
              "agents.feed.output_bytes_max", "1073741824",
              "tasks.worker_slots_max", "10000",
              "tasks.concurrency_max", "10000",
              "gateway.connections_max", "100000",
              "broadcast.watchers_max", "100000"));
      fleet.pods.add(PodProcess.launch("pod-" + i, settings, HEAP_MEGABYTES));
    }
    fleet.pods.forEach(PodProcess::awaitReady);
    for (int i = 0; i < sessions; i++) {
      fleet.rooms.add(fleet.name + "-" + i);
      fleet.submit(fleet.rooms.getLast());
    }
    return fleet;
  }

  /**
   * What a crowd has to know.
   *
   * @param subscribes whether it watches; else it only says hello on transports of its own
   * @param fresh whether these are new ones each time
   */
  Wanted wanted(int messageBytes, boolean subscribes, boolean fresh) {
    return new Wanted(
        Dialect.HOLDFAST,
        pods.stream().map(pod -> pod.uri().getPort()).toList(),
        rooms,
        token,
        workerToken,
        messageBytes,
        subscribes,
        fresh);
  }

  /** Nanoseconds of processor time that the pods used so far. */
  long cpu() {
    return pods.stream().mapToLong(pod -> Cpu.of(pod.pid())).sum();
  }

  long firstPid() {
    return pods.getFirst().pid();
  }

  /** Resident bytes of the pods. */
  long rss() {
    return pods.stream().mapToLong(pod -> Memory.of(pod.pid())).sum();
  }

  /** By how much the event loops of the first pod were late in the last seconds, as it says. */
  double lagP99Micros() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new JsonObject(
              http.send(
                      HttpRequest.newBuilder(
                              URI.create("http://127.0.0.1:" + adminPort + "/health/loops"))
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body())
          .getDouble("lag_us_p99");
    }
  }

  private void submit(String session) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(pods.getFirst().uri().resolve("/api/tasks"))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          new JsonObject().put("session_id", session).put("task", "feed").encode()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != CREATED) {
        throw new IOException("not accepted: " + response.body());
      }
    }
  }

  private static String credential(String token, String principal, String scopeAndAgents) {
    return "INSERT INTO credential (credential_hash, tenant, principal, label, scope, agents)"
        + " VALUES ('%s', 'bench', '%s', 'benchmark', %s)"
            .formatted(Fleet.sha256(token), principal, scopeAndAgents);
  }

  @Override
  public void close() {
    pods.forEach(PodProcess::kill);
  }
}
