package dev.holdfast.gateway.mcp;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which names clients of the Model Context Protocol reach the service.
 *
 * @param hosts the names that a request's Host header may have, without a port; empty for the names
 *     of this machine where only this machine can connect, and for any name elsewhere
 * @param origins the exact origins that a browser may come from
 * @param publicUrl under which the service is reached, without a path; null for what the request
 *     says
 * @param stateSecret seals what clients carry from one round of a request to the next, the same on
 *     every pod
 * @param stateMs milliseconds for which that holds
 * @param checkMs milliseconds between two looks whether the session of a quiet stream still stands
 */
public record McpConfig(
    List<String> hosts,
    List<String> origins,
    @Nullable String publicUrl,
    String stateSecret,
    int stateMs,
    int checkMs) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public McpConfig {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
    if (publicUrl != null && !publicUrl.matches("https?://[^/?#]+")) {
      throw new ConfigException(
          "gateway.public_url must look like https://holdfast.example.org: " + publicUrl);
    }
  }

  /**
   * Reads them.
   *
   * @param listening the address that the gateway listens at
   * @param origins the origins that are taken
   */
  public static McpConfig read(Settings settings, String listening, List<String> origins) {
    List<String> named = settings.list("gateway.mcp_hosts", List.of());
    return new McpConfig(
        named.isEmpty() && isLoopback(listening)
            ? List.copyOf(LOOPBACK)
            : named.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
        origins,
        settings.textOrNull("gateway.public_url"),
        settings.secret("registry.cache_secret"),
        settings.integer("gateway.mcp_state_ms", 3_600_000, 1_000, 604_800_000),
        settings.integer("gateway.mcp_check_ms", 5_000, 500, 600_000));
  }

  private static boolean isLoopback(String listening) {
    return LOOPBACK.contains(listening.toLowerCase(Locale.ROOT)) || listening.equals("::1");
  }
}
