package dev.holdfast.deploy.pod;

import dev.holdfast.broadcast.BroadcastConfig;
import dev.holdfast.deploy.trace.TracingConfig;
import dev.holdfast.gateway.GatewayConfig;
import dev.holdfast.registry.RegistryConfig;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.tasks.TasksConfig;
import java.util.List;

/**
 * Everything one pod is configured with.
 *
 * @param name the operator's name for the pod; told to clients
 * @param drainMsMax milliseconds for an orderly stop before it is ended hard
 * @param requestTimeoutMs milliseconds until a request between verticles fails
 * @param dropAll for trials: the pod tells other pods nothing
 * @param http where clients reach the pod
 * @param admin where health is asked
 * @param lines the effective configuration, a line a key, secrets masked
 */
public record PodConfig(
    String name,
    int drainMsMax,
    int requestTimeoutMs,
    boolean dropAll,
    Listen http,
    Listen admin,
    ClusterConfig cluster,
    PostgresConfig postgres,
    RegistryConfig registry,
    TasksConfig tasks,
    BroadcastConfig broadcast,
    GatewayConfig gateway,
    TracingConfig tracing,
    List<String> lines) {

  /**
   * Where a server listens.
   *
   * @param port 0 for any free port
   */
  public record Listen(String host, int port) {}

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  public PodConfig {
    lines = List.copyOf(lines);
    if (!name.matches(NAME)) {
      throw new ConfigException(
          "pod.name must be 1-100 characters of A-Z a-z 0-9 . _ -, first a letter or digit: "
              + name);
    }
  }

  /**
   * Reads every record and refuses what none of them knows.
   *
   * @param hostName the name of a pod that is not given one
   * @throws ConfigException for the first thing that is wrong
   */
  public static PodConfig read(Settings settings, String hostName) {
    String name = settings.text("pod.name", hostName);
    int drainMsMax = settings.integer("pod.drain_ms_max", 20_000, 0, 600_000);
    int requestTimeoutMs = settings.integer("bus.request_timeout_ms", 5_000, 10, 120_000);
    boolean dropAll = settings.flag("bus.drop_all", false);
    Listen http = listen(settings, "http", 8080);
    Listen admin = listen(settings, "admin", 0);
    ClusterConfig cluster = ClusterConfig.read(settings);
    PostgresConfig postgres = PostgresConfig.read(settings);
    RegistryConfig registry = RegistryConfig.read(settings);
    TasksConfig tasks = TasksConfig.read(settings);
    tasks.requireAnswersWithin(requestTimeoutMs);
    BroadcastConfig broadcast = BroadcastConfig.read(settings);
    GatewayConfig gateway = GatewayConfig.read(settings);
    TracingConfig tracing = TracingConfig.read(settings);
    return new PodConfig(
        name,
        drainMsMax,
        requestTimeoutMs,
        dropAll,
        http,
        admin,
        cluster,
        postgres,
        registry,
        tasks,
        broadcast,
        gateway,
        tracing,
        settings.finish());
  }

  private static Listen listen(Settings settings, String prefix, int port) {
    return new Listen(
        settings.text(prefix + ".host", "127.0.0.1"),
        settings.integer(prefix + ".port", port, 0, 65_535));
  }
}
