package dev.holdfast.gateway;

import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.http.HttpConfig;
import dev.holdfast.gateway.http.PollConfig;
import dev.holdfast.gateway.limit.LimitConfig;
import dev.holdfast.gateway.mcp.McpConfig;
import dev.holdfast.gateway.presence.PresenceConfig;
import dev.holdfast.gateway.token.JwtConfig;
import dev.holdfast.gateway.ws.WsConfig;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.util.List;

/** Everything that can be set for the gateway: {@code http.*} and {@code gateway.*}. */
public record GatewayConfig(
    HttpConfig http,
    WsConfig ws,
    ConnectionConfig connection,
    JwtConfig jwt,
    PresenceConfig presence,
    McpConfig mcp,
    PollConfig polls,
    LimitConfig limits) {
  public GatewayConfig {
    if (http.idleMs() <= 2 * connection.heartbeatMs()) {
      throw new ConfigException(
          "gateway.idle_ms must be more than two gateway.heartbeat_ms of "
              + connection.heartbeatMs()
              + ": "
              + http.idleMs());
    }
  }

  public static GatewayConfig read(Settings settings) {
    HttpConfig http = HttpConfig.read(settings);
    WsConfig ws = WsConfig.read(settings);
    return new GatewayConfig(
        http,
        ws,
        ConnectionConfig.read(settings),
        JwtConfig.read(settings),
        PresenceConfig.read(settings),
        McpConfig.read(settings, http.host(), ws.origins()),
        PollConfig.read(settings, http),
        LimitConfig.read(settings));
  }

  /** What is allowed and hardly meant, a sentence each, for who starts the pod. */
  public List<String> warnings() {
    return jwt.issuer() == null || mcp.publicUrl() != null
        ? List.of()
        : List.of(
            "gateway.public_url is not set: behind TLS, clients that want a token of"
                + " auth.jwt.issuer are led to http:// and give up");
  }
}
