package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.LimitUse;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt used, booked in the transaction of the event that tells of it and held against
 * every limit it has. Booking the same again changes nothing, so that a repetition after an unknown
 * outcome is told its limits as well.
 */
final class UsageBooking {
  private UsageBooking() {}

  /**
   * Books.
   *
   * @param usage of the attempt so far
   * @param day what one principal may use on one day; others of its sessions that book at the same
   *     moment are not seen
   */
  static Future<List<LimitUse>> book(SqlConnection c, Attempt attempt, Usage usage, Budget day) {
    Tuple values =
        Tuple.tuple()
            .addLong(attempt.taskNo())
            .addLong(attempt.leaseToken())
            .addLong(usage.inputTokens())
            .addLong(usage.outputTokens())
            .addLong(usage.cacheReadTokens())
            .addLong(usage.cacheWriteTokens())
            .addLong(usage.turns())
            .addLong(usage.toolCalls())
            .addLong(usage.costMicros());
    return c.preparedQuery(UsageSql.BOOK)
        .execute(values)
        .map(rows -> limits(attempt, usage, rows.iterator().next()))
        .compose(limits ->
            today(c, attempt.session().owner(), day)
                .map(ofDay -> {
                  List<LimitUse> all = new ArrayList<>(limits);
                  all.addAll(ofDay);
                  return List.copyOf(all);
                }));
  }

  /** The limits of the principal's day; none where none are configured. */
  static Future<List<LimitUse>> today(SqlClient client, Principal owner, Budget day) {
    return day.equals(Budget.NONE)
        ? Future.succeededFuture(List.of())
        : client
            .preparedQuery(UsageSql.TODAY)
            .execute(Tuple.of(owner.tenant(), owner.name()))
            .map(rows -> {
              Row row = rows.iterator().next();
              return LimitUse.of(
                  LimitUse.Scope.DAY,
                  day,
                  new Usage(row.getLong("tokens"), 0, 0, 0, 0, 0, row.getLong("cost_micros")));
            });
  }

  private static List<LimitUse> limits(Attempt attempt, Usage usage, Row row) {
    Usage before =
        new Usage(
            row.getLong("before_tokens"),
            0,
            0,
            0,
            row.getLong("before_turns"),
            row.getLong("before_tool_calls"),
            row.getLong("before_cost"));
    List<LimitUse> limits = new ArrayList<>(turns(attempt.terms().turnsMax(), usage));
    limits.addAll(LimitUse.of(LimitUse.Scope.TASK, attempt.terms().budget(), before.plus(usage)));
    limits.addAll(LimitUse.of(LimitUse.Scope.SESSION, UsageRows.budget(row), UsageRows.usage(row)));
    return limits;
  }

  private static List<LimitUse> turns(@Nullable Long turnsMax, Usage usage) {
    return LimitUse.of(LimitUse.Scope.ATTEMPT, new Budget(null, null, turnsMax, null), usage);
  }
}
