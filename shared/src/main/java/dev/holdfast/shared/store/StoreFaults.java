package dev.holdfast.shared.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;

/** Tells what a failed statement means to a caller. */
public final class StoreFaults {
  /** What a standby answers to a write, in the middle of a failover. */
  private static final String READ_ONLY = "25006";

  /**
   * What a statement is answered that was prepared before its table got another column: while a
   * newer version migrates, this one runs on. The driver prepares it anew for the next call.
   */
  private static final String CHANGED = "0A000";

  private static final String CHANGED_TEXT = "cached plan must not change result type";

  private StoreFaults() {}

  /** A failed future with the failure translated; for {@code Future.recover}. */
  public static <T> Future<T> translated(Throwable failure) {
    return Future.failedFuture(translate(failure));
  }

  /**
   * A fault stays as it is; a statement that Postgres itself refused is a bug, except where it
   * refused for want of time or capacity; a failure of the driver, the network or the pool means
   * that Postgres could not be reached; anything else was thrown by the caller's own code and is
   * handed on.
   */
  public static Throwable translate(Throwable failure) {
    return switch (failure) {
      case Fault fault -> fault;
      case PgException refused when isPassing(refused.getSqlState()) ->
          new Fault(ErrorCode.STORE_UNAVAILABLE, "the durable store is busy", refused);
      case PgException refused
          when CHANGED.equals(refused.getSqlState())
              && CHANGED_TEXT.equals(refused.getErrorMessage()) ->
          new Fault(ErrorCode.STORE_UNAVAILABLE, "the schema was changed meanwhile", refused);
      case PgException refused -> refused;
      case RuntimeException own when !isDrivers(own) -> own;
      default ->
          new Fault(ErrorCode.STORE_UNAVAILABLE, "the durable store cannot be reached", failure);
    };
  }

  private static boolean isDrivers(RuntimeException failure) {
    String name = failure.getClass().getName();
    return name.startsWith("io.vertx.") || name.startsWith("io.netty.");
  }

  /**
   * SQLSTATE classes 08, 53, 55, 57, 58 and 40 (connection, resources, object state, operator,
   * system, serialisation), and a store that takes no writes just now; see Postgres, appendix A.
   */
  private static boolean isPassing(String sqlState) {
    return sqlState != null
        && (sqlState.startsWith("08")
            || sqlState.startsWith("53")
            || sqlState.startsWith("57")
            || sqlState.startsWith("40")
            || sqlState.startsWith("55")
            || sqlState.startsWith("58")
            || sqlState.equals(READ_ONLY));
  }
}
