package dev.holdfast.gateway.connection;

import dev.holdfast.shared.config.Settings;

/**
 * What lasting connections are allowed.
 *
 * @param connectionsMax WebSocket and event stream connections of one instance
 * @param heartbeatMs milliseconds between two signs of life on an idle connection
 * @param slowConsumerMs milliseconds for which a connection may take nothing before it is closed
 * @param writeQueueBytes bytes waiting for a socket at which it counts as full
 * @param goawayMsMax milliseconds over which the clients of a stopping instance are told to spread
 *     their return
 * @param credentialCheckMs milliseconds between two checks of the credentials of live connections,
 *     10-4000; with the time of the check itself, so late a connection is closed
 * @param ticketMs milliseconds for which a ticket opens a connection, 1000-30000
 * @param ticketsPerMinuteMax tickets that a principal gets in a minute, over all pods
 * @param controlLeaseMs milliseconds for which control of a session is held if it is not renewed,
 *     50-3600000; also how long after its end a driver's connection is waited for
 * @param openingsAtOnce hellos and streams, and watches, of one instance that are under way at
 *     once; the others wait for their turn
 */
public record ConnectionConfig(
    int connectionsMax,
    int heartbeatMs,
    int slowConsumerMs,
    int writeQueueBytes,
    int goawayMsMax,
    int credentialCheckMs,
    int ticketMs,
    int ticketsPerMinuteMax,
    int controlLeaseMs,
    int openingsAtOnce) {
  public static ConnectionConfig read(Settings settings) {
    return new ConnectionConfig(
        settings.integer("gateway.connections_max", 10_000, 1, 1_000_000),
        settings.integer("gateway.heartbeat_ms", 10_000, 10, 600_000),
        settings.integer("gateway.slow_consumer_ms", 30_000, 10, 600_000),
        settings.integer("gateway.write_queue_bytes", 65_536, 1_024, 16_777_216),
        settings.integer("gateway.goaway_ms_max", 4_000, 0, 600_000),
        settings.integer("gateway.credential_check_ms", 2_000, 10, 4_000),
        settings.integer("gateway.ticket_ms", 30_000, 1_000, 30_000),
        settings.integer("gateway.tickets_per_minute_max", 60, 1, 100_000),
        settings.integer("gateway.control_lease_ms", 30_000, 50, 3_600_000),
        settings.integer("gateway.openings_at_once", 64, 1, 100_000));
  }
}
