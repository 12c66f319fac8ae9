package dev.holdfast.shared.store;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.identity.Principal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One module's way to Postgres.
 *
 * <p>Reads go through a few pipelining connections (a pool does not pipeline and has half the
 * throughput); transactions take a connection of the pool. Both act as the owner of the tables.
 * What one principal asks goes through connections behind the wall ({@link WalledPool}). All
 * failures arrive as {@link dev.holdfast.shared.error.Fault}s.
 */
public final class Postgres {
  private static final int PIPELINED_REQUESTS_MAX = 256;
  private static final int STATEMENT_TIMEOUT_MS = 5_000;

  /**
   * After so long between two statements a transaction is rolled back by Postgres. A pod that froze
   * in one would keep its rows locked, and with them the sessions that others are to take over; so
   * it is shorter than a lease.
   */
  private static final int STANDING_MS = 4_000;

  private static final int WAITING_MAX = 4_096;

  /**
   * After so long without a byte a connection is given up: it is idle, or the store or the way to
   * it froze, which nobody tells. Longer than any statement may take.
   */
  private static final int SILENCE_MS = 2 * STATEMENT_TIMEOUT_MS;

  private final SqlClient reads;
  private final Pool transactions;
  private final WalledPool walled;

  private Postgres(SqlClient reads, Pool transactions, WalledPool walled) {
    this.reads = reads;
    this.transactions = transactions;
    this.walled = walled;
  }

  /** The same where nobody measures the pools. */
  public static Postgres open(Vertx vertx, PostgresConfig config) {
    return open(vertx, "unnamed", config);
  }

  /**
   * Opens lazily: no connection is made before the first statement.
   *
   * @param module whose way it is; the meters of its pools begin with it
   */
  public static Postgres open(Vertx vertx, String module, PostgresConfig config) {
    return open(vertx, module, config, SILENCE_MS);
  }

  static Postgres open(Vertx vertx, String module, PostgresConfig config, int silenceMs) {
    PgConnectOptions connect = options(config);
    SqlClient reads =
        PgBuilder.client()
            .with(poolOptions(config, config.readConnections()).setName(module + "-reads"))
            .with(net(config, silenceMs))
            .connectingTo(new PgConnectOptions(connect).setPipeliningLimit(PIPELINED_REQUESTS_MAX))
            .using(vertx)
            .build();
    Pool transactions =
        PgBuilder.pool()
            .with(poolOptions(config, config.poolSize()).setName(module + "-transactions"))
            .with(net(config, silenceMs))
            .connectingTo(connect)
            .using(vertx)
            .build();
    Pool walled =
        PgBuilder.pool()
            .with(poolOptions(config, config.poolSize()).setName(module + "-walled"))
            .with(net(config, silenceMs))
            .connectingTo(
                options(config)
                    .setPipeliningLimit(PIPELINED_REQUESTS_MAX)
                    .addProperty("role", WallSql.ROLE))
            .using(vertx)
            .build();
    return new Postgres(reads, transactions, new WalledPool(walled));
  }

  /** For single statements that need no transaction and are no principal's, or too frequent. */
  public SqlClient reads() {
    return reads;
  }

  /**
   * Runs the work in one transaction; a failed future rolls it back.
   *
   * @return the work's result, only after the commit
   */
  public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return transactions.withTransaction(work).recover(StoreFaults::translated);
  }

  /**
   * Runs the work in one transaction that sees and writes only what is the principal's; a failed
   * future rolls it back.
   *
   * @return the work's result, only after the commit
   */
  public <T> Future<T> inTransaction(Principal principal, Function<SqlConnection, Future<T>> work) {
    return walled.inTransaction(principal, work).recover(StoreFaults::translated);
  }

  /**
   * One statement that sees and writes only what is the principal's, in one way there and back.
   *
   * @return its rows, only after the commit
   */
  public Future<RowSet<Row>> execute(Principal principal, String sql, Tuple values) {
    return walled.execute(principal, sql, values).recover(StoreFaults::translated);
  }

  public Future<Void> close() {
    return Future.join(reads.close(), transactions.close(), walled.close()).mapEmpty();
  }

  private static PgConnectOptions options(PostgresConfig config) {
    PgConnectOptions options;
    try {
      options = PgConnectOptions.fromUri(config.uri());
    } catch (RuntimeException e) {
      throw new ConfigException(
          "postgres.uri must look like postgresql://user:password@host:port/database");
    }
    options.setCachePreparedStatements(true).setPreparedStatementCacheMaxSize(512);
    options.addProperty("application_name", "holdfast");
    options.addProperty("statement_timeout", Integer.toString(STATEMENT_TIMEOUT_MS));
    options.addProperty("idle_in_transaction_session_timeout", Integer.toString(STANDING_MS));
    // A notice tells of what a client wrote, for example of long words, and is not for our log.
    options.addProperty("client_min_messages", "warning");
    return options;
  }

  private static NetClientOptions net(PostgresConfig config, int silenceMs) {
    return new NetClientOptions()
        .setConnectTimeout(config.connectTimeoutMs())
        .setTcpKeepAlive(true)
        .setReadIdleTimeout(silenceMs)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private static PoolOptions poolOptions(PostgresConfig config, int size) {
    return new PoolOptions()
        .setMaxSize(size)
        .setMaxWaitQueueSize(WAITING_MAX)
        .setConnectionTimeout(config.connectTimeoutMs())
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
  }
}
