package dev.holdfast.gateway.http;

import dev.holdfast.shared.config.Settings;

/**
 * Where the gateway listens and what a request may weigh.
 *
 * @param host the address to listen at
 * @param port 0-65535; 0 takes any free port
 * @param bodyBytesMax bytes of a request body
 * @param urlBytesMax bytes of a request line
 * @param headerBytesMax bytes of all header fields of a request together
 * @param requestMs milliseconds within which a request's body has to be here
 * @param idleMs milliseconds without a byte in either direction after which a connection is closed;
 *     must be more than two heartbeats, which keep streams alive
 * @param sendBufferBytes bytes that the kernel is asked to keep for a client that does not take
 *     them (Linux counts its own records as well and allows twice as much for both); 0 leaves it to
 *     the kernel, which may keep 4 MiB of each connection
 */
public record HttpConfig(
    String host,
    int port,
    int bodyBytesMax,
    int urlBytesMax,
    int headerBytesMax,
    int requestMs,
    int idleMs,
    int sendBufferBytes) {
  public static HttpConfig read(Settings settings) {
    return new HttpConfig(
        settings.text("http.host", "127.0.0.1"),
        settings.integer("http.port", 8080, 0, 65_535),
        settings.integer("gateway.body_bytes_max", 1_048_576, 1_024, 16_777_216),
        settings.integer("gateway.url_bytes_max", 4_096, 256, 65_536),
        settings.integer("gateway.header_bytes_max", 16_384, 1_024, 262_144),
        settings.integer("gateway.request_ms", 30_000, 100, 600_000),
        settings.integer("gateway.idle_ms", 60_000, 1_000, 3_600_000),
        settings.integer("gateway.send_buffer_bytes", 131_072, 0, 16_777_216));
  }
}
