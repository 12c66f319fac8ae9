package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How full the context of a session's agents is, kept in the transaction of the event that tells of
 * it. A threshold is told once on the way up; where the context shrinks it may be told again.
 */
final class ContextBooking {
  private final LimitsConfig limits;

  ContextBooking(LimitsConfig limits) {
    this.limits = limits;
  }

  /** What is to be told, if a further threshold is reached. */
  Future<Optional<NewEvent>> note(
      SqlConnection c, Attempt attempt, Progress progress, @Nullable ContextUse use) {
    if (use == null) {
      return Future.succeededFuture(Optional.empty());
    }
    int level = limits.contextLevel(use);
    return c.preparedQuery(UsageSql.NOTE_CONTEXT)
        .execute(Tuple.of(attempt.session().number(), use.used(), use.size(), level))
        .map(rows ->
            level > rows.iterator().next().getInteger("before")
                ? Optional.of(
                    TaskEventCodec.contextWarning(
                        attempt, progress, use, limits.contextPercents().get(level - 1)))
                : Optional.empty());
  }
}
