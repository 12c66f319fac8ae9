package dev.holdfast.deploy.trace;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go.
 *
 * @param endpoint the collector's address for OTLP over HTTP, to which {@code /v1/traces} is added;
 *     null for no traces
 * @param samplePercent of traces that begin here, how many in a hundred are recorded; of others
 *     their client decides
 * @param spansMax spans that wait for the collector; further ones are dropped
 * @param exportMs milliseconds after which what waits is sent
 * @param timeoutMs milliseconds for the collector to take it; at the stop at most 2 s for the last
 */
public record TracingConfig(
    @Nullable String endpoint, int samplePercent, int spansMax, int exportMs, int timeoutMs) {
  public TracingConfig {
    if (endpoint != null && !isHttp(endpoint)) {
      throw new ConfigException(
          "tracing.endpoint must be an http or https URL without credentials, query and fragment");
    }
  }

  public static TracingConfig read(Settings settings) {
    return new TracingConfig(
        settings.textOrNull("tracing.endpoint"),
        settings.integer("tracing.sample_percent", 100, 0, 100),
        settings.integer("tracing.spans_max", 2_048, 512, 1_000_000),
        settings.integer("tracing.export_ms", 5_000, 10, 60_000),
        settings.integer("tracing.timeout_ms", 10_000, 100, 60_000));
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return uri.getHost() != null
          && uri.getRawUserInfo() == null // it is logged with the configuration
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && (scheme.equals("http") || scheme.equals("https"));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
