package dev.holdfast.shared.control;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** Lets commands pass that the driver of their session sent, and all where it has none. */
public final class ControlGuard {
  private ControlGuard() {}

  /**
   * Locks the session's row, shared, so that control stays where it is until the transaction ends;
   * before any other lock. A session that is not there refuses nothing: that is for others to say.
   *
   * @return fails with {@link ErrorCode#NOT_IN_CONTROL}
   */
  public static Future<Void> require(
      SqlConnection transaction, Principal owner, long sessionNo, Claim claim) {
    return claim instanceof Claim.Service
        ? Future.succeededFuture()
        : transaction
            .preparedQuery(ControlSql.HOLD)
            .execute(
                Tuple.of(
                    sessionNo, owner.tenant(), owner.name(), claim.hashFor(sessionNo).orElse(null)))
            .map(rows -> {
              for (Row row : rows) {
                if (!row.getBoolean("allowed")) {
                  throw refusal(row);
                }
              }
              return null;
            });
  }

  /** The refusal of what only the holder may do; it says what to do about it. */
  public static Fault held(long epoch, String holder) {
    return new Fault(
        ErrorCode.NOT_IN_CONTROL,
        holder
            + " is in control since epoch "
            + epoch
            + "; take control with take_over to act here");
  }

  /** A holder as messages name it. */
  public static String named(String id, @Nullable String label) {
    return label == null || label.isEmpty() ? id : id + " (" + label + ")";
  }

  private static Fault refusal(Row row) {
    String holder = row.getString("control_holder");
    return holder == null || !row.getBoolean("held")
        ? new Fault(
            ErrorCode.NOT_IN_CONTROL,
            "the control token is not the current one, and nobody is in control; take control"
                + " again, or send no token")
        : held(row.getLong("control_epoch"), named(holder, row.getString("control_label")));
  }
}
