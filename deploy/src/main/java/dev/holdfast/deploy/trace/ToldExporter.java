package dev.holdfast.deploy.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log when the collector is lost and when it takes spans again, not of each sending. */
final class ToldExporter implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

  private final SpanExporter exporter;
  private final AtomicBoolean lost = new AtomicBoolean();

  ToldExporter(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> tell(result.isSuccess()));
  }

  private void tell(boolean taken) {
    if (lost.compareAndSet(taken, !taken)) {
      if (taken) {
        LOG.info("the collector takes spans again");
      } else {
        LOG.warn("the collector does not take spans; they are dropped until it does");
      }
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
