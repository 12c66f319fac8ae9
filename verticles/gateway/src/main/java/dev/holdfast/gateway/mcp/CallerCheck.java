package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a browser may be behind a request, and led here by a name that is not ours (DNS
 * rebinding): the protocol wants both looked at, beside the credential.
 */
final class CallerCheck {
  private static final int FORBIDDEN = 403;

  private final McpConfig config;

  CallerCheck(McpConfig config) {
    this.config = config;
  }

  /**
   * Refuses hosts and origins that are not ours. An origin of the same authority as the host is a
   * page of our own.
   */
  void require(@Nullable String host, @Nullable String origin) {
    if (!config.hosts().isEmpty() && (host == null || !config.hosts().contains(name(host)))) {
      throw RpcRefusal.with(
          FORBIDDEN, RpcCode.INVALID_REQUEST, "the host is not among gateway.mcp_hosts");
    }
    if (origin != null && !config.origins().contains(origin) && !isOwn(host, origin)) {
      throw RpcRefusal.with(
          FORBIDDEN, RpcCode.INVALID_REQUEST, "the origin is not among gateway.origins");
    }
  }

  private static boolean isOwn(@Nullable String host, String origin) {
    return host != null
        && (origin.equalsIgnoreCase("http://" + host)
            || origin.equalsIgnoreCase("https://" + host));
  }

  private static String name(String host) {
    int port = host.lastIndexOf(':');
    String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
    return name.toLowerCase(Locale.ROOT);
  }
}
