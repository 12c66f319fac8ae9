package dev.holdfast.registry.journal.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads hash chains, and closes their segments. */
public final class ChainStore {
  private final Postgres postgres;

  public ChainStore(Postgres postgres) {
    this.postgres = postgres;
  }

  public Future<Head> head(Principal owner, String project, JournalLog log) {
    return head(postgres.reads(), JournalSql.HEAD, owner, project, log)
        .recover(StoreFaults::translated);
  }

  /** Entries after a number and up to another, oldest first. */
  public Future<List<EntryRecord>> chain(
      Principal owner, String project, JournalLog log, long after, long to, int limit) {
    return postgres
        .reads()
        .preparedQuery(JournalSql.CHAIN)
        .execute(Tuple.of(owner.tenant(), owner.name(), project, log.wire(), after, to, limit))
        .map(EntryRows::read)
        .recover(StoreFaults::translated);
  }

  /** The stored hash of an entry; that of the beginning for number 0. */
  public Future<Optional<String>> hashAt(Principal owner, Head head, long number) {
    return hashAt(postgres.reads(), owner, head, number).recover(StoreFaults::translated);
  }

  /** The last number of the first archive marker after a number that does not fit its entries. */
  public Future<Optional<Long>> brokenMarker(Principal owner, Head head, long after, long to) {
    return postgres
        .reads()
        .preparedQuery(JournalSql.SEGMENT_BROKEN)
        .execute(Tuple.of(head.journalNo(), owner.tenant(), owner.name(), after, to))
        .map(rows -> first(rows, row -> row.getLong("last_number")))
        .recover(StoreFaults::translated);
  }

  /** The segment from the first number that is not archived to a last one, as it is now. */
  public Future<Optional<Segment>> open(Principal owner, Head head, long lastNumber) {
    return open(postgres.reads(), owner, head, lastNumber).recover(StoreFaults::translated);
  }

  /**
   * Closes a segment, unless it is no longer open as it was.
   *
   * @param sessionId who does so
   * @return when, by the database clock; empty where nothing was changed
   */
  public Future<Optional<String>> close(
      Principal owner, String project, JournalLog log, Segment segment, String sessionId) {
    return postgres.inTransaction(transaction ->
        head(transaction, JournalSql.HEAD_LOCK, owner, project, log)
            .compose(head -> open(transaction, owner, head, segment.lastNumber()))
            .compose(actual ->
                actual.equals(Optional.of(segment))
                    ? close(transaction, owner, segment, sessionId).map(Optional::of)
                    : Future.succeededFuture(Optional.empty())));
  }

  private static Future<String> close(
      SqlConnection transaction, Principal owner, Segment segment, String sessionId) {
    return transaction
        .preparedQuery(JournalSql.SEGMENT_CLOSE)
        .execute(
            Tuple.of(
                segment.journalNo(),
                owner.tenant(),
                owner.name(),
                segment.firstNumber(),
                segment.lastNumber(),
                segment.firstHash(),
                segment.lastHash(),
                sessionId))
        .map(rows -> rows.iterator().next().getString("closed_at"));
  }

  private static Future<Optional<Segment>> open(
      SqlClient client, Principal owner, Head head, long lastNumber) {
    long firstNumber = head.archivedTo() + 1;
    if (lastNumber < firstNumber || lastNumber > head.lastNumber()) {
      return Future.succeededFuture(Optional.empty());
    }
    return hashAt(client, owner, head, firstNumber)
        .compose(first ->
            hashAt(client, owner, head, lastNumber)
                .map(last ->
                    first.flatMap(from ->
                        last.map(to ->
                            new Segment(head.journalNo(), firstNumber, lastNumber, from, to)))));
  }

  private static Future<Head> head(
      SqlClient client, String sql, Principal owner, String project, JournalLog log) {
    return client
        .preparedQuery(sql)
        .execute(Tuple.of(owner.tenant(), owner.name(), project, log.wire()))
        .map(rows ->
            first(
                    rows,
                    row ->
                        new Head(
                            row.getLong("journal_no"),
                            row.getLong("last_number"),
                            row.getString("last_hash"),
                            row.getLong("archived_to")))
                .orElse(Head.NONE));
  }

  private static Future<Optional<String>> hashAt(
      SqlClient client, Principal owner, Head head, long number) {
    return number == 0
        ? Future.succeededFuture(Optional.of(EntryCodec.GENESIS))
        : client
            .preparedQuery(JournalSql.HASH_AT)
            .execute(Tuple.of(head.journalNo(), owner.tenant(), owner.name(), number))
            .map(rows -> first(rows, row -> row.getString("hash")));
  }

  private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(read.apply(rows.iterator().next()));
  }
}
