package dev.holdfast.gateway.limit;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.util.List;

/**
 * What clients may have of a pod; 0 is no limit.
 *
 * @param connectionsPerIpMax lasting connections of one address at once
 * @param connectionsPerPrincipalMax lasting connections of one principal at once
 * @param connectionsPerTenantMax lasting connections of one tenant at once
 * @param opensPerSecondPerIpMax lasting connections that one address opens in a second
 * @param handshakesMax WebSockets whose hello was not accepted yet
 * @param requestsPerSecondPerPrincipalMax HTTP requests of one principal in a second
 * @param requestsPerSecondPerTenantMax HTTP requests of one tenant in a second
 * @param messagesPerSecondMax messages of one WebSocket in a second
 * @param receivedBytesPerSecondMax bytes of the messages of one WebSocket in a second
 * @param keysMax addresses, principals and tenants whose rates are remembered
 * @param trustedProxies networks whose word about a client's address counts
 * @param proxyHeader the header they say it in
 * @param watchersPerPrincipalMax of the pod's watchers those of one principal
 * @param watchersPerTenantMax of the pod's watchers those of one tenant
 * @param presencesPerPrincipalMax how often one principal may watch who is there, at once
 * @param presencesPerTenantMax the same of one tenant
 */
public record LimitConfig(
    int connectionsPerIpMax,
    int connectionsPerPrincipalMax,
    int connectionsPerTenantMax,
    int opensPerSecondPerIpMax,
    int handshakesMax,
    int requestsPerSecondPerPrincipalMax,
    int requestsPerSecondPerTenantMax,
    int messagesPerSecondMax,
    int receivedBytesPerSecondMax,
    int keysMax,
    List<IpNetwork> trustedProxies,
    ProxyHeader proxyHeader,
    int watchersPerPrincipalMax,
    int watchersPerTenantMax,
    int presencesPerPrincipalMax,
    int presencesPerTenantMax) {
  private static final int MANY = 1_000_000;
  private static final int BYTES_PER_SECOND_MIN = 65_536;

  /** Where a proxy says whom it speaks for. */
  public enum ProxyHeader {
    /** {@code X-Forwarded-For}, which no standard describes. */
    X_FORWARDED_FOR("x-forwarded-for"),
    /** {@code Forwarded}, RFC 7239. */
    FORWARDED("forwarded");

    private final String header;

    ProxyHeader(String header) {
      this.header = header;
    }

    /** The header's name in lower case. */
    public String header() {
      return header;
    }
  }

  public LimitConfig {
    trustedProxies = List.copyOf(trustedProxies);
    if (receivedBytesPerSecondMax > 0 && receivedBytesPerSecondMax < BYTES_PER_SECOND_MIN) {
      throw new ConfigException(
          "gateway.received_bytes_per_second_max must be 0 or at least "
              + BYTES_PER_SECOND_MIN
              + ": "
              + receivedBytesPerSecondMax);
    }
  }

  public static LimitConfig read(Settings settings) {
    return new LimitConfig(
        settings.integer("gateway.connections_per_ip_max", 20_000, 0, MANY),
        settings.integer("gateway.connections_per_principal_max", 20_000, 0, MANY),
        settings.integer("gateway.connections_per_tenant_max", 0, 0, MANY),
        settings.integer("gateway.opens_per_second_per_ip_max", 2_000, 0, MANY),
        settings.integer("gateway.handshakes_max", 5_000, 0, MANY),
        settings.integer("gateway.requests_per_second_per_principal_max", 5_000, 0, MANY),
        settings.integer("gateway.requests_per_second_per_tenant_max", 0, 0, MANY),
        settings.integer("gateway.messages_per_second_max", 5_000, 0, MANY),
        settings.integer("gateway.received_bytes_per_second_max", 16_777_216, 0, 1_000_000_000),
        settings.integer("gateway.limit_keys_max", 100_000, 100, 10_000_000),
        settings.list("gateway.trusted_proxies", List.of()).stream()
            .map(LimitConfig::network)
            .toList(),
        header(settings.text("gateway.proxy_header", ProxyHeader.X_FORWARDED_FOR.header())),
        settings.integer("gateway.watchers_per_principal_max", 50_000, 0, MANY),
        settings.integer("gateway.watchers_per_tenant_max", 0, 0, MANY),
        settings.integer("gateway.presences_per_principal_max", 20_000, 0, MANY),
        settings.integer("gateway.presences_per_tenant_max", 0, 0, MANY));
  }

  private static IpNetwork network(String text) {
    return IpNetwork.parse(text)
        .orElseThrow(() ->
            new ConfigException(
                "gateway.trusted_proxies must be networks such as 10.0.0.0/8 or addresses: "
                    + text));
  }

  private static ProxyHeader header(String text) {
    for (ProxyHeader each : ProxyHeader.values()) {
      if (each.header().equals(text)) {
        return each;
      }
    }
    throw new ConfigException("gateway.proxy_header must be x-forwarded-for or forwarded: " + text);
  }
}
