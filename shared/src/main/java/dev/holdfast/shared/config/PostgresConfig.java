package dev.holdfast.shared.config;

/**
 * How a pod reaches Postgres.
 *
 * @param uri {@code postgresql://user:password@host:port/database}; a secret, never printed whole
 * @param poolSize connections for transactions, 1-200
 * @param readConnections pipelining connections for single reads, 1-32
 * @param connectTimeoutMs milliseconds to wait for a connection, new or pooled, 100-60000
 */
public record PostgresConfig(String uri, int poolSize, int readConnections, int connectTimeoutMs) {
  /** The same store over one connection of each kind, for what must not queue behind clients. */
  public PostgresConfig forDuties() {
    return new PostgresConfig(uri, 1, 1, connectTimeoutMs);
  }

  public static PostgresConfig read(Settings settings) {
    return new PostgresConfig(
        settings.secret("postgres.uri"),
        settings.integer("postgres.pool_size", 16, 1, 200),
        settings.integer("postgres.read_connections", 2, 1, 32),
        settings.integer("postgres.connect_timeout_ms", 1_500, 100, 60_000));
  }
}
