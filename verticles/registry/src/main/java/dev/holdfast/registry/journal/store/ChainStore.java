package dev.holdfast.registry.journal.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads hash chains, and closes their segments. */
public final class ChainStore {
  private final Postgres postgres;

  public ChainStore(Postgres postgres) {
    this.postgres = postgres;
  }

  public Future<Head> head(Principal owner, String project, JournalLog log) {
    return postgres
        .execute(owner, JournalSql.HEAD, names(owner, project, log))
        .map(ChainStore::head);
  }

  /** Entries after a number and up to another, oldest first. */
  public Future<List<EntryRecord>> chain(
      Principal owner, String project, JournalLog log, long after, long to, int limit) {
    return postgres
        .execute(
            owner,
            JournalSql.CHAIN,
            Tuple.of(owner.tenant(), owner.name(), project, log.wire(), after, to, limit))
        .map(EntryRows::read);
  }

  /** The stored hash of an entry; that of the beginning for number 0. */
  public Future<Optional<String>> hashAt(Principal owner, Head head, long number) {
    return hashAt(
        number, () -> postgres.execute(owner, JournalSql.HASH_AT, place(owner, head, number)));
  }

  /** The last number of the first archive marker after a number that does not fit its entries. */
  public Future<Optional<Long>> brokenMarker(Principal owner, Head head, long after, long to) {
    return postgres
        .execute(
            owner,
            JournalSql.SEGMENT_BROKEN,
            Tuple.of(head.journalNo(), owner.tenant(), owner.name(), after, to))
        .map(rows -> first(rows, row -> row.getLong("last_number")));
  }

  /** The segment from the first number that is not archived to a last one, as it is now. */
  public Future<Optional<Segment>> open(Principal owner, Head head, long lastNumber) {
    return postgres.inTransaction(owner, transaction -> open(transaction, owner, head, lastNumber));
  }

  /**
   * Closes a segment, unless it is no longer open as it was; fails where the session has ended.
   *
   * @param session who does so
   * @return when, by the database clock; empty where nothing was changed
   */
  public Future<Optional<String>> close(
      SessionRef session, String project, JournalLog log, Segment segment) {
    Principal owner = session.owner();
    return postgres.inTransaction(
        owner,
        transaction ->
            AppendStore.hold(transaction, session)
                .compose(held -> lock(transaction, owner, project, log))
                .compose(head -> open(transaction, owner, head, segment.lastNumber()))
                .compose(actual ->
                    actual.equals(Optional.of(segment))
                        ? close(transaction, owner, segment, session.id()).map(Optional::of)
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
      SqlConnection transaction, Principal owner, Head head, long lastNumber) {
    long firstNumber = head.archivedTo() + 1;
    if (lastNumber < firstNumber || lastNumber > head.lastNumber()) {
      return Future.succeededFuture(Optional.empty());
    }
    return hashAt(transaction, owner, head, firstNumber)
        .compose(first ->
            hashAt(transaction, owner, head, lastNumber)
                .map(last ->
                    first.flatMap(from ->
                        last.map(to ->
                            new Segment(head.journalNo(), firstNumber, lastNumber, from, to)))));
  }

  private static Future<Head> lock(
      SqlConnection transaction, Principal owner, String project, JournalLog log) {
    return transaction
        .preparedQuery(JournalSql.HEAD_LOCK)
        .execute(names(owner, project, log))
        .map(ChainStore::head);
  }

  private static Head head(RowSet<Row> rows) {
    return first(
            rows,
            row ->
                new Head(
                    row.getLong("journal_no"),
                    row.getLong("last_number"),
                    row.getString("last_hash"),
                    row.getLong("archived_to")))
        .orElse(Head.NONE);
  }

  private static Tuple names(Principal owner, String project, JournalLog log) {
    return Tuple.of(owner.tenant(), owner.name(), project, log.wire());
  }

  private static Future<Optional<String>> hashAt(
      SqlConnection transaction, Principal owner, Head head, long number) {
    return hashAt(
        number,
        () -> transaction.preparedQuery(JournalSql.HASH_AT).execute(place(owner, head, number)));
  }

  private static Future<Optional<String>> hashAt(long number, Supplier<Future<RowSet<Row>>> ask) {
    return number == 0
        ? Future.succeededFuture(Optional.of(EntryCodec.GENESIS))
        : ask.get().map(rows -> first(rows, row -> row.getString("hash")));
  }

  private static Tuple place(Principal owner, Head head, long number) {
    return Tuple.of(head.journalNo(), owner.tenant(), owner.name(), number);
  }

  private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(read.apply(rows.iterator().next()));
  }
}
