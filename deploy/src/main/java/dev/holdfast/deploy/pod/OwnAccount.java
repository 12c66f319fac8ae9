package dev.holdfast.deploy.pod;

import dev.holdfast.deploy.health.PodPhase;
import dev.holdfast.deploy.process.Build;
import dev.holdfast.shared.message.PodFacts;
import dev.holdfast.shared.message.PodLife;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What this pod says of itself to who asks for the cluster; counts are those that it tells
 * Prometheus. For any number of threads.
 */
final class OwnAccount implements Supplier<PodFacts> {
  private final PodConfig config;
  private final MeterRegistry meters;
  private final Supplier<PodPhase> phase;
  private final IntSupplier port;
  private final String version = Build.version();

  /**
   * @param port where clients reach the pod, once it is known
   */
  OwnAccount(PodConfig config, MeterRegistry meters, Supplier<PodPhase> phase, IntSupplier port) {
    this.config = config;
    this.meters = meters;
    this.phase = phase;
    this.port = port;
  }

  @Override
  public PodFacts get() {
    ClusterConfig cluster = config.cluster();
    return new PodFacts(
        version,
        life(phase.get()),
        reached(config.http().host(), cluster) + ":" + port.getAsInt(),
        cluster.enabled() ? cluster.host() + ":" + cluster.port() : null,
        gauge("holdfast.connections"),
        gauge("holdfast.watchers"));
  }

  /** A pod that listens on every address is reached where the others reach it. */
  private static String reached(String host, ClusterConfig cluster) {
    boolean every = host.equals("0.0.0.0") || host.equals("::");
    return every && cluster.enabled() ? cluster.host() : host;
  }

  private static PodLife life(PodPhase phase) {
    return switch (phase) {
      case STARTING -> PodLife.STARTING;
      case SERVING -> PodLife.READY;
      case DRAINING -> PodLife.DRAINING;
    };
  }

  private long gauge(String name) {
    Gauge gauge = meters.find(name).gauge();
    return gauge == null ? 0 : Math.round(gauge.value());
  }
}
