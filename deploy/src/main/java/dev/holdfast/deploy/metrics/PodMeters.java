package dev.holdfast.deploy.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;

/**
 * The meters of one pod: those of the JVM, of the HTTP server and the pools, and our own, whose
 * names begin with {@code holdfast}. For any number of threads.
 *
 * <p>Requests have no label for their method: it is whatever a client writes, and every value would
 * be a series that stays.
 *
 * <p>Messages of the event bus and connections to the stores are not measured one by one: there are
 * several for each event of each watcher.
 */
public final class PodMeters implements AutoCloseable {
  private static final EnumSet<MetricsDomain> UNMEASURED =
      EnumSet.of(
          MetricsDomain.EVENT_BUS,
          MetricsDomain.NET_CLIENT,
          MetricsDomain.NET_SERVER,
          MetricsDomain.HTTP_CLIENT,
          MetricsDomain.DATAGRAM_SOCKET);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Those of the JVM and the process; others join them. */
  public PodMeters() {
    // Response bodies of streams last for hours: sums and counts of them tell nothing.
    registry
        .config()
        .meterFilter(MeterFilter.denyNameStartsWith("vertx.http.server.response.bytes"));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Where a part of the pod has its own. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Has the HTTP server and the pools measured; routes as they are written, never paths. */
  public VertxBuilder measuring(VertxOptions options) {
    MicrometerMetricsOptions measured =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setLabels(
                EnumSet.of(Label.HTTP_CODE, Label.HTTP_ROUTE, Label.POOL_TYPE, Label.POOL_NAME));
    UNMEASURED.forEach(measured::addDisabledMetricsCategory);
    return Vertx.builder()
        .with(options.setMetricsOptions(measured))
        .withMetrics(new MicrometerMetricsFactory(registry));
  }

  /** Everything, in Prometheus' text format 0.0.4. */
  public String told() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
