package dev.holdfast.registry.journal.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.EntryFilter;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and searches entries. */
public final class EntryStore {
  /** SQLSTATE of a statement that took longer than it may. */
  private static final String CANCELLED = "57014";

  /** SQLSTATE of a pattern that is none, or needs too much memory. */
  private static final String INVALID_REGEX = "2201B";

  private final Postgres postgres;

  public EntryStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The newest entries before a number; exactly so many while so many exist. */
  public Future<EntryPage> recent(
      Principal owner, String project, JournalLog log, @Nullable Long before, int limit) {
    return postgres
        .execute(
            owner,
            JournalSql.RECENT,
            Tuple.of(owner.tenant(), owner.name(), project, log.wire(), orAll(before), limit + 1))
        .map(rows -> EntryRows.page(rows, limit, "number"));
  }

  /**
   * The newest entries that match. Their numbers are looked for on a connection of its own that
   * gives up after the time; the entries themselves come through the wall.
   *
   * @param project null for all of the owner's
   * @return fails with {@code invalid_field} where the pattern is the reason, with {@code
   *     overloaded} where the search took too long without one
   */
  public Future<EntryPage> search(
      Principal owner,
      @Nullable String project,
      JournalLog log,
      EntryFilter filter,
      @Nullable Long before,
      int limit,
      int timeoutMs) {
    Tuple values =
        Tuple.tuple()
            .addString(owner.tenant())
            .addString(owner.name())
            .addString(project)
            .addString(log.wire())
            .addLong(orAll(before))
            .addInteger(limit + 1)
            .addOffsetDateTime(filter.since())
            .addOffsetDateTime(filter.until())
            .addString(filter.text())
            .addString(filter.status())
            .addString(filter.agent())
            .addString(filter.meta())
            .addString(filter.priority() == null ? null : filter.priority().wire())
            .addString(filter.category())
            .addArrayOfString(filter.tags().toArray(String[]::new))
            .addString(filter.type() == null ? null : filter.type().wire())
            .addString(filter.regex());
    return postgres
        .inTransaction(transaction ->
            transaction
                .preparedQuery(JournalSql.SEARCH_LIMITS)
                .execute(Tuple.of(Integer.toString(timeoutMs)))
                .compose(set -> transaction.preparedQuery(JournalSql.SEARCH).execute(values))
                .map(EntryStore::numbers)
                .recover(failure -> Future.failedFuture(explained(failure, filter, timeoutMs))))
        .compose(found ->
            postgres.execute(
                owner, JournalSql.FOUND, Tuple.of(owner.tenant(), owner.name(), found)))
        .map(rows -> EntryRows.page(rows, limit, "entry_no"));
  }

  private static Long[] numbers(RowSet<Row> rows) {
    List<Long> numbers = new ArrayList<>(rows.size());
    rows.forEach(row -> numbers.add(row.getLong("entry_no")));
    return numbers.toArray(Long[]::new);
  }

  private static Throwable explained(Throwable failure, EntryFilter filter, int timeoutMs) {
    if (!(failure instanceof PgException refused)) {
      return failure;
    }
    boolean byPattern = filter.regex() != null;
    return switch (Objects.requireNonNullElse(refused.getSqlState(), "")) {
      case INVALID_REGEX ->
          new Fault(ErrorCode.INVALID_FIELD, "regex is not a valid regular expression");
      case CANCELLED ->
          new Fault(
              byPattern ? ErrorCode.INVALID_FIELD : ErrorCode.OVERLOADED,
              (byPattern ? "regex: " : "")
                  + "the search took longer than "
                  + timeoutMs
                  + " ms; narrow it, for example by time",
              failure);
      default -> failure;
    };
  }

  private static long orAll(@Nullable Long before) {
    return before == null ? Long.MAX_VALUE : before;
  }
}
