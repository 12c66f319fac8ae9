package dev.holdfast.deploy.trace;

import dev.holdfast.deploy.process.Build;
import dev.holdfast.shared.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What sends this pod's spans, for as long as it is open; nothing where no collector is wanted. */
public final class Collector implements AutoCloseable {
  /** A collector that hangs must not outlast the time that a pod has to end. */
  private static final int LAST_MS_MAX = 2_000;

  private static final double PERCENT = 100.0;

  /** It tells of a collector that is away by a way of its own; see {@link ToldExporter}. Held. */
  private static final Logger NOISE = Logger.getLogger("io.opentelemetry");

  private final Optional<SdkTracerProvider> provider;
  private final int timeoutMs;

  private Collector(Optional<SdkTracerProvider> provider, int timeoutMs) {
    this.provider = provider;
    this.timeoutMs = timeoutMs;
  }

  /**
   * Connects when there is something to send.
   *
   * @param pod the operator's name for it
   */
  public static Collector open(TracingConfig config, String pod) {
    return new Collector(
        Optional.ofNullable(config.endpoint()).map(endpoint -> provider(config, endpoint, pod)),
        config.timeoutMs());
  }

  /** Where spans are begun. */
  public Tracing tracing() {
    return provider
        .<Tracing>map(opened -> new OtelTracing(opened.get("dev.holdfast")))
        .orElse(Tracing.OFF);
  }

  private static SdkTracerProvider provider(TracingConfig config, String endpoint, String pod) {
    NOISE.setLevel(Level.OFF);
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.replaceAll("/+$", "") + "/v1/traces")
            .setTimeout(Duration.ofMillis(config.timeoutMs()))
            .build();
    return SdkTracerProvider.builder()
        .setResource(
            Resource.create(
                Attributes.of(
                    AttributeKey.stringKey("service.name"),
                    "holdfast",
                    AttributeKey.stringKey("service.version"),
                    Build.version(),
                    AttributeKey.stringKey("service.instance.id"),
                    pod)))
        .setSampler(
            Sampler.parentBased(Sampler.traceIdRatioBased(config.samplePercent() / PERCENT)))
        .addSpanProcessor(
            BatchSpanProcessor.builder(new ToldExporter(exporter))
                .setMaxQueueSize(config.spansMax())
                .setScheduleDelay(Duration.ofMillis(config.exportMs()))
                .setExporterTimeout(Duration.ofMillis(config.timeoutMs()))
                .build())
        .build();
  }

  /** Sends what waits, for no longer than one sending may take, and 2 s. */
  @Override
  public void close() {
    provider.ifPresent(
        opened -> opened.shutdown().join(Math.min(timeoutMs, LAST_MS_MAX), TimeUnit.MILLISECONDS));
  }
}
