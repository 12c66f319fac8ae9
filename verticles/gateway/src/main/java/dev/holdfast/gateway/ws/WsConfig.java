package dev.holdfast.gateway.ws;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.util.List;

/**
 * What a WebSocket is allowed.
 *
 * @param frameBytesMax bytes of one frame and of one message
 * @param fragmentsMax frames of one message
 * @param handshakeMs milliseconds from the upgrade to an accepted hello
 * @param subscriptionsMax subscriptions of one connection
 * @param requestsInFlightMax frames of one connection that are being answered; beyond that its
 *     socket is not read
 * @param origins the exact origins that a browser may come from
 * @param mintOnInvalidSessionId whether a hello with an invalid session id gets another session and
 *     a warning, or is refused
 * @param callsMax calls of tools that one connection may wait for
 * @param callProgressMs milliseconds after which a call under way is told of again, at most 10000
 */
public record WsConfig(
    int frameBytesMax,
    int fragmentsMax,
    int handshakeMs,
    int subscriptionsMax,
    int requestsInFlightMax,
    List<String> origins,
    boolean mintOnInvalidSessionId,
    int callsMax,
    int callProgressMs) {
  public WsConfig {
    origins = List.copyOf(origins);
  }

  public static WsConfig read(Settings settings) {
    return new WsConfig(
        settings.integer("gateway.frame_bytes_max", 1_048_576, 1_024, 16_777_216),
        settings.integer("gateway.fragments_max", 1_024, 1, 1_000_000),
        settings.integer("gateway.handshake_ms", 5_000, 10, 600_000),
        settings.integer("gateway.subscriptions_max", 16, 1, 1_000),
        settings.integer("gateway.requests_in_flight_max", 64, 1, 10_000),
        settings.list("gateway.origins", List.of()),
        mints(settings.text("gateway.invalid_session_id", "mint")),
        settings.integer("gateway.calls_max", 64, 1, 10_000),
        settings.integer("gateway.call_progress_ms", 5_000, 10, 10_000));
  }

  private static boolean mints(String policy) {
    return switch (policy) {
      case "mint" -> true;
      case "refuse" -> false;
      default ->
          throw new ConfigException("gateway.invalid_session_id must be mint or refuse: " + policy);
    };
  }
}
