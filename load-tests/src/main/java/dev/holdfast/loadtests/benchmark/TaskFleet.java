package dev.holdfast.loadtests.benchmark;

import dev.holdfast.deploy.fleet.Fleet;
import dev.holdfast.deploy.fleet.PodProcess;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.shared.config.Settings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Pods, and a client that submits tasks over HTTP and watches every session by an event stream,
 * each on the pod after the one that is asked.
 */
final class TaskFleet implements AutoCloseable {
  private static final int CONNECTIONS = 100_000;
  private static final String IDLE = "{\"iterations\":0}";
  private static final String STEP = "{\"iterations\":1,\"interval_ms\":0}";

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final HttpClient http =
      vertx.createHttpClient(
          new HttpClientOptions().setTcpNoDelay(true),
          new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  private final HttpClient streams =
      vertx.createHttpClient(
          new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  private final List<PodProcess> pods = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private final TaskNews news = new TaskNews();
  private final String token = "hf_bench_" + UUID.randomUUID();
  private final LongSupplier storeCpu;
  private int last;

  private TaskFleet(LongSupplier storeCpu) {
    this.storeCpu = storeCpu;
  }

  /** Starts the pods, makes the sessions and opens a stream of each. */
  static TaskFleet start(Servers servers, int pods, int sessions) throws Exception {
    TaskFleet fleet = new TaskFleet(() -> servers.postgresCpu() + servers.redisCpu());
    String name = "bench-" + UUID.randomUUID();
    servers.execute(
        "INSERT INTO credential (credential_hash, tenant, principal, scope, label) VALUES ('"
            + Fleet.sha256(fleet.token)
            + "', 'bench', '"
            + name
            + "', 'session', 'benchmark')");
    List<Integer> ports = Ports.free(pods);
    for (int i = 0; i < pods; i++) {
      fleet.pods.add(PodProcess.launch("pod-" + i, settings(servers, name, ports, i)));
    }
    fleet.pods.forEach(PodProcess::awaitReady);
    for (int i = 0; i < sessions; i++) {
      String session = name + "-" + i;
      fleet.bodies.add(body(session, IDLE));
      fleet.steps.add(body(session, STEP));
      fleet.open(session, i);
    }
    return fleet;
  }

  /** No-op tasks, each awaited to its end by a caller. */
  Contestant closed(String name, int callers) {
    return new AsyncLoop(
        name,
        callers,
        act -> loop.runOnContext(now -> act.run()),
        this::serverCpu,
        over -> submit(bodies, TaskNews.Kind.END, over));
  }

  /** So many tasks a second; judged by their first progress at a watcher. */
  Contestant paced(String name, int perSecond) {
    return new PacedLoop(
        name,
        perSecond,
        vertx,
        loop,
        this::serverCpu,
        over -> submit(steps, TaskNews.Kind.PROGRESS, over));
  }

  private void submit(List<String> all, TaskNews.Kind awaited, BiConsumer<Object, Throwable> over) {
    int session = last++ % all.size();
    http.request(options(session, HttpMethod.POST, "/api/tasks"))
        .compose(request -> {
          request.putHeader("Content-Type", "application/json");
          return request.send(Buffer.buffer(all.get(session)));
        })
        .compose(response -> response.body().map(body -> accepted(response.statusCode(), body)))
        .onSuccess(task -> news.await(task, awaited, () -> over.accept(task, null)))
        .onFailure(failure -> over.accept(null, failure));
  }

  private static String accepted(int status, Buffer body) {
    if (status != 201) {
      throw new IllegalStateException("not accepted: " + status + " " + body);
    }
    return body.toJsonObject().getString("task_id");
  }

  /** The first task makes the session; its stream is opened before anything is measured. */
  private void open(String session, int place) throws Exception {
    Future<Buffer> made =
        http.request(options(place, HttpMethod.POST, "/api/tasks"))
            .compose(request -> {
              request.putHeader("Content-Type", "application/json");
              return request.send(Buffer.buffer(body(session, IDLE)));
            })
            .compose(response -> response.body());
    made.await();
    streams
        .request(options(place + 1, HttpMethod.GET, "/api/sessions/" + session + "/events"))
        .compose(request -> request.putHeader("Accept", "text/event-stream").send())
        .onSuccess(response -> loop.runOnContext(now -> {}))
        .await()
        .handler(chunk -> loop.runOnContext(now -> news.take(session, chunk)));
  }

  private RequestOptions options(int place, HttpMethod method, String path) {
    return new RequestOptions()
        .setHost("127.0.0.1")
        .setPort(pods.get(place % pods.size()).uri().getPort())
        .setMethod(method)
        .setURI(path)
        .putHeader("Authorization", "Bearer " + token);
  }

  /** Nanoseconds of processor time that the pods used so far. */
  long podCpu() {
    return pods.stream().mapToLong(pod -> Cpu.of(pod.pid())).sum();
  }

  private long serverCpu() {
    return podCpu() + storeCpu.getAsLong();
  }

  private static String body(String session, String script) {
    return new JsonObject().put("session_id", session).put("task", script).encode();
  }

  /** Those of one pod of a fleet. */
  static Map<String, String> settings(
      Servers servers, String cluster, List<Integer> ports, int index) {
    Map<String, String> all = new HashMap<>();
    all.put("pod.name", "pod-" + index);
    all.put("postgres.uri", servers.postgresUri());
    all.put("redis.uri", servers.redisUri());
    all.put("registry.cache_secret", cluster);
    all.put("http.port", "0");
    all.put("agents.default", "demo");
    all.put("agents.demo.kind", "demo");
    if (ports.size() > 1) {
      all.put("cluster.enabled", "true");
      all.put("cluster.name", cluster);
      all.put("cluster.port", ports.get(index).toString());
      all.put(
          "cluster.members",
          String.join(
              Settings.LIST_SEPARATOR, ports.stream().map(port -> "127.0.0.1:" + port).toList()));
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    pods.forEach(PodProcess::terminate);
    vertx.close().await();
  }
}
