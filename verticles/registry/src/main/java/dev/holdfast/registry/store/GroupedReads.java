package dev.holdfast.registry.store;

import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.registry.flight.Groups;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Look-ups of one kind that come in together, in common statements: most of what a look-up costs,
 * here and in Postgres, is the statement and not the row.
 *
 * <p>For one event loop. What is read is what was committed before the look-up was asked for, or
 * later; nothing is kept.
 *
 * @param <Q> what is looked for
 * @param <R> what is found
 */
final class GroupedReads<Q, R> {
  /** One kind of look-up. */
  interface Kind<Q, R> {
    /**
     * One statement for one or many, whose owners are in it: it answers each question at most once,
     * with the question's place, from 1, as {@code member}.
     */
    String sql();

    /** The questions as arrays, one for each parameter. */
    Tuple values(List<Q> questions);

    R answer(Q question, Row row);
  }

  private final Postgres postgres;
  private final Kind<Q, R> kind;
  private final Groups<Q, Optional<R>> groups;

  GroupedReads(Postgres postgres, GroupLimits limits, Kind<Q, R> kind) {
    this.postgres = postgres;
    this.kind = kind;
    this.groups = new Groups<>(limits, this::together);
  }

  /** What there is; empty where there is nothing. Fails as {@link StoreFaults} tells it. */
  Future<Optional<R>> find(Q question) {
    return groups.join(question).recover(StoreFaults::translated);
  }

  private Future<List<Future<Optional<R>>>> together(List<Q> questions) {
    return asked(questions)
        // What Postgres refuses may be one member's doing.
        .recover(failure ->
            failure instanceof PgException && questions.size() > 1
                ? Future.succeededFuture(questions.stream().map(this::alone).toList())
                : Future.failedFuture(failure));
  }

  private Future<Optional<R>> alone(Q question) {
    return asked(List.of(question)).compose(List::getFirst);
  }

  private Future<List<Future<Optional<R>>>> asked(List<Q> questions) {
    return postgres
        .reads()
        .preparedQuery(kind.sql())
        .execute(kind.values(questions))
        .map(rows -> each(questions, rows));
  }

  private List<Future<Optional<R>>> each(List<Q> questions, RowSet<Row> rows) {
    List<Future<Optional<R>>> results =
        new ArrayList<>(
            Collections.nCopies(questions.size(), Future.succeededFuture(Optional.empty())));
    for (Row row : rows) {
      int member = Math.toIntExact(row.getLong("member")) - 1;
      results.set(
          member, Future.succeededFuture(Optional.of(kind.answer(questions.get(member), row))));
    }
    return results;
  }
}
