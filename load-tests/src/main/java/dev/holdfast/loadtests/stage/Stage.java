package dev.holdfast.loadtests.stage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.holdfast.deploy.embedded.BinaryCache;
import dev.holdfast.deploy.fleet.Fleet;
import dev.holdfast.deploy.fleet.PodProcess;
import dev.holdfast.deploy.process.Ports;
import dev.holdfast.shared.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Everything a trial harms. {@link #heal} makes it whole again for the next one. */
public final class Stage implements AutoCloseable {
  private static final int PATIENCE_MS = 5_000;
  private static final int NEAR_CACHE_MS = 5_000;

  /** The operator's tool, a demo agent, for the trials of the Model Context Protocol. */
  public static final String TOOL = "count";

  /** What the heap of a pod may grow to where nothing else was said, in MiB. */
  public static final int HEAP_MEGABYTES = PodProcess.HEAP_MEGABYTES;

  private final int nearCacheMs;
  private final Ground ground;
  private final int podCount;
  private final Path folder;
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
  private final Vertx gateVertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final Caller caller = new Caller(vertx, PATIENCE_MS);
  private final String password = UUID.randomUUID().toString();
  private final String cacheSecret = UUID.randomUUID().toString();
  private final String clusterName = "trial-" + UUID.randomUUID();
  private final List<Integer> clusterPorts;
  private final List<Integer> adminPorts;
  private final Map<String, String> settings = new HashMap<>();
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final List<Pod> pods = new ArrayList<>();
  private volatile int heapMegabytes = HEAP_MEGABYTES;
  private final Thread undo = new Thread(this::end);

  private Stage(int pods, int nearCacheMs, Ground ground) {
    this.nearCacheMs = nearCacheMs;
    this.ground = ground;
    this.podCount = pods;
    set("registry.near_cache_ms", Integer.toString(nearCacheMs));
    set("registry.sweep_ms", Integer.toString(nearCacheMs));
    set("registry.ends_check_ms", Integer.toString(Math.min(1_000, nearCacheMs / 4)));
    set("tools." + TOOL + ".agent", "demo");
    set("tools." + TOOL + ".description", "Counts");
    set("tools." + TOOL + ".input_schema", "{\"type\":\"object\"}");
    // Lost connections are what trials are made of.
    ((Logger) LoggerFactory.getLogger("io.vertx")).setLevel(Level.OFF);
    try {
      folder = Files.createTempDirectory("holdfast-trial");
      List<Integer> ports = Ports.free(2 * pods);
      clusterPorts = ports.subList(0, pods);
      adminPorts = ports.subList(pods, 2 * pods);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BinaryCache programs =
        BinaryCache.open(
            Optional.ofNullable(System.getenv("HOME")).map(home -> Path.of(home, ".cache")),
            folder);
    Runtime.getRuntime().addShutdownHook(undo);
    postgres = PostgresServer.open(programs, folder, password);
    redis = RedisServer.open(programs, folder, password);
    for (int i = 0; i < pods; i++) {
      add();
    }
    this.pods.forEach(Pod::awaitReady);
  }

  /** Starts so many pods on stores of their own, with the defaults for caches. */
  public static Stage open(int pods) {
    return new Stage(pods, NEAR_CACHE_MS, Ground.LOOPBACK);
  }

  /** The same where near-caches and Redis forget what ended sooner, so that trials wait less. */
  public static Stage open(int pods, int nearCacheMs) {
    return new Stage(pods, nearCacheMs, Ground.LOOPBACK);
  }

  /** The same on a ground of at least so many pods, which is closed with it. */
  public static Stage open(int pods, Ground ground) {
    return new Stage(pods, NEAR_CACHE_MS, ground);
  }

  /** Where its pods stand. */
  public Ground ground() {
    return ground;
  }

  /** {@code registry.near_cache_ms}: for so long may get-or-create answer an ended session. */
  public int nearCacheMs() {
    return nearCacheMs;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** The client most trials use: gives up after 5 s. */
  public Caller caller() {
    return caller;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public RedisServer redis() {
    return redis;
  }

  public List<Pod> pods() {
    return List.copyOf(pods);
  }

  /** For pods started from now on; {@link #settle} starts those anew that run with others. */
  public Stage set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** What the heap of a pod may grow to, in MiB; as {@link #set}. */
  public Stage heapMegabytes(int megabytes) {
    heapMegabytes = megabytes;
    return this;
  }

  /** Back to what the pods have by themselves; as {@link #set}. */
  public Stage unset(String key) {
    settings.remove(key);
    return this;
  }

  /** A credential of that tenant, principal and scope. */
  public String token(String tenant, String principal, String scope) {
    String token = "hf_trial_" + UUID.randomUUID();
    postgres.execute(
        "INSERT INTO credential (credential_hash, tenant, principal, scope, label)"
            + " VALUES (?, ?, ?, ?, 'trial')",
        Fleet.sha256(token),
        tenant,
        principal,
        scope);
    return token;
  }

  /** Postgres crashes and comes back; every pod is led to it. */
  public void restartPostgres() {
    postgres.restart();
    pods.forEach(pod -> pod.postgres().lead(postgres.port()));
  }

  /** Redis comes back empty; every pod is led to it. */
  public void restartRedis() {
    redis.restart();
    pods.forEach(pod -> pod.redis().lead(redis.port()));
  }

  public void gates(Gate.Mode postgresMode, Gate.Mode redisMode) {
    pods.forEach(pod -> {
      pod.postgres().set(postgresMode);
      pod.redis().set(redisMode);
    });
  }

  /**
   * Makes everything whole, with pods that run with the settings as they are now: those that were
   * started with others are ended in order and started anew.
   */
  public void settle() {
    heal();
    List<Pod> outdated = pods.stream().filter(Pod::outdated).toList();
    if (!outdated.isEmpty()) {
      outdated.forEach(pod -> pod.process().ask());
      outdated.forEach(Pod::terminate);
      heal();
    }
  }

  /** Everything runs, nothing is held back, and each pod makes sessions. */
  public void heal() {
    if (postgres.alive()) {
      postgres.thaw();
    } else {
      restartPostgres();
    }
    if (redis.alive()) {
      redis.thaw();
    } else {
      restartRedis();
    }
    gates(Gate.Mode.OPEN, Gate.Mode.OPEN);
    if (ground.canCut()) {
      link(true);
    }
    pods.forEach(Pod::thaw);
    List<Pod> dead = pods.stream().filter(pod -> !pod.alive()).toList();
    dead.forEach(Pod::launch);
    dead.forEach(Pod::awaitReady);
    String token = token("healing", "stage", "session");
    for (Pod pod : pods) {
      while (!caller.call(pod, Caller.Ask.session(token, pod.name())).ok()) {
        Blocking.pause(100);
      }
    }
  }

  /** Takes every link of every pod down, or up. */
  private void link(boolean linked) {
    for (int pod = 0; pod < pods.size(); pod++) {
      ground.members(pod, linked);
      ground.services(pod, linked);
    }
  }

  private void add() {
    int index = pods.size();
    String name = "pod-" + (index + 1);
    Gate toPostgres = Gate.before(gateVertx, ground.storesHost(), postgres.port());
    Gate toRedis = Gate.before(gateVertx, ground.storesHost(), redis.port());
    pods.add(
        new Pod(
            name,
            toPostgres,
            toRedis,
            () -> settingsOf(index, name, toPostgres, toRedis),
            () -> heapMegabytes,
            ground.launcher(index)));
  }

  private Map<String, String> settingsOf(int index, String name, Gate toPostgres, Gate toRedis) {
    Map<String, String> all = new HashMap<>();
    String stores = ground.storesHost();
    all.put("pod.name", name);
    all.put(
        "postgres.uri",
        "postgresql://postgres:" + password + "@" + stores + ":" + toPostgres.port() + "/postgres");
    all.put("redis.uri", "redis://:" + password + "@" + stores + ":" + toRedis.port());
    all.put("registry.cache_secret", cacheSecret);
    all.put("http.host", ground.clientHost(index));
    all.put("http.port", "0");
    all.put(Pod.ADMIN_PORT, adminPorts.get(index).toString());
    all.put("cluster.host", ground.memberHost(index));
    all.put("cluster.enabled", "true");
    all.put("cluster.name", clusterName);
    all.put("cluster.port", clusterPorts.get(index).toString());
    all.put(
        "cluster.members",
        String.join(
            Settings.LIST_SEPARATOR,
            IntStream.range(0, podCount)
                .mapToObj(pod -> ground.memberHost(pod) + ":" + clusterPorts.get(pod))
                .toList()));
    all.put("agents.default", "demo");
    all.put("agents.demo.kind", "demo");
    all.put("agents.feed.kind", "worker"); // of trials that say themselves what is told
    all.put("agents.feed.output_bytes_max", "1073741824");
    all.put("tasks.drain_ms", "0");
    all.putAll(settings);
    return all;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(undo);
    end();
    Blocking.result(vertx.close().compose(closed -> gateVertx.close()).map(true));
    ground.close();
  }

  private void end() {
    pods.forEach(pod -> {
      pod.thaw();
      pod.kill();
    });
    redis.close();
    postgres.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
