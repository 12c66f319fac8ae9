package dev.holdfast.deploy.pod;

import dev.holdfast.broadcast.BroadcastVerticle;
import dev.holdfast.deploy.health.PodPhase;
import dev.holdfast.gateway.GatewayVerticle;
import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.presence.PresenceVerticle;
import dev.holdfast.registry.RegistryVerticle;
import dev.holdfast.shared.bus.Address;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.trace.Tracing;
import dev.holdfast.tasks.TasksVerticle;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The four verticles, started from the inside out, so that who answers is there before who asks.
 *
 * <p>Stopping begins where clients are: the gateway says goodbye, then tasks hands back what it has
 * not finished, while broadcast and registry still serve the two, and presence tells operators that
 * it drains.
 */
final class PodVerticles {
  private static final int GATEWAYS_MAX = 4;

  /** What pods answer from memory, as its meter calls it. */
  private static final Map<String, Address<?, ?>> RECALLED =
      Map.of(
          "credential",
          Addresses.AUTHENTICATE,
          "mcp_session",
          Addresses.FIND_MCP_SESSION,
          "project",
          Addresses.GET_PROJECT);

  private final Vertx vertx;
  private final PodConfig config;
  private final PodId pod;
  private final Bus bus;
  private final PodBus podBus;
  private final Limits limits;
  private final MeterRegistry meters;
  private final Tracing tracing;
  private final OwnAccount account;
  private volatile int port;
  private final Deque<GatewayVerticle> gateways = new ArrayDeque<>();

  private record Deployed(Part part, String id) {}

  private final Deque<Deployed> running = new ArrayDeque<>();

  /** In the order of stopping. */
  enum Part {
    GATEWAY,
    TASKS,
    PRESENCE,
    BROADCAST,
    REGISTRY
  }

  /**
   * @param phase where the pod is in its life, at any time
   */
  PodVerticles(
      Vertx vertx,
      PodConfig config,
      MeterRegistry meters,
      Supplier<PodPhase> phase,
      Tracing tracing) {
    this.vertx = vertx;
    this.config = config;
    this.pod = PodId.start(config.name());
    this.bus = new Bus(vertx, config.requestTimeoutMs());
    this.podBus = new PodBus(vertx, pod, config.dropAll());
    this.limits = Limits.of(config.gateway().limits());
    this.meters = meters;
    this.tracing = tracing;
    this.account = new OwnAccount(config, meters, phase, () -> port);
    Gauge.builder("holdfast.connections", limits::openConnections)
        .description("Lasting connections of clients: WebSockets, streams and long polls")
        .register(meters);
    Gauge.builder("holdfast.handshakes", limits::handshakes)
        .description("Sockets whose clients have yet to say who they are")
        .register(meters);
    RECALLED.forEach((question, address) ->
        FunctionCounter.builder("holdfast.answers.recalled", bus, asked -> asked.recalled(address))
            .description("Answers that were given from memory")
            .tag("question", question)
            .register(meters));
  }

  /**
   * Starts all of them.
   *
   * @return the port clients are served on
   */
  Future<Integer> start() {
    return deploy(
            Part.REGISTRY,
            1,
            () -> new RegistryVerticle(config.registry(), config.postgres(), bus, podBus))
        .compose(done ->
            deploy(
                Part.TASKS,
                1,
                () ->
                    new TasksVerticle(
                        config.tasks(), config.postgres(), bus, podBus, meters, tracing)))
        .compose(done ->
            deploy(
                Part.BROADCAST,
                1,
                () ->
                    new BroadcastVerticle(
                        config.broadcast(), config.postgres(), bus, podBus, meters)))
        .compose(done ->
            deploy(
                Part.PRESENCE,
                1,
                () -> new PresenceVerticle(config.gateway().presence(), bus, podBus, account)))
        .compose(done -> deploy(Part.GATEWAY, gatewayCount(), this::gateway))
        .map(done -> port = gateways.getFirst().port());
  }

  /** Stops one part; nothing happens where it is not running. */
  Future<Void> stop(Part part) {
    for (Deployed deployed : running) {
      if (deployed.part() == part) {
        running.remove(deployed);
        return vertx.undeploy(deployed.id());
      }
    }
    return Future.succeededFuture();
  }

  private Future<?> deploy(Part part, int instances, Supplier<VerticleBase> verticle) {
    return vertx
        .deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
        .onSuccess(id -> running.push(new Deployed(part, id)));
  }

  /** They share their port. */
  private static int gatewayCount() {
    return Math.min(Runtime.getRuntime().availableProcessors(), GATEWAYS_MAX);
  }

  private VerticleBase gateway() {
    GatewayVerticle gateway = new GatewayVerticle(config.gateway(), bus, pod, limits, tracing);
    gateways.add(gateway);
    return gateway;
  }
}
