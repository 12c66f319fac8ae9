package dev.holdfast.registry.journal.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.SessionMode;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes entries, in one transaction for each append. */
public final class AppendStore {
  /** A batch in its place: the same rows are hashed, written and answered. */
  private record Batch(long journalNo, String at, List<EntryRecord> entries) {}

  /** Decides over an append by what the session is at that moment. */
  public interface Gate {
    /**
     * Throws where it is not allowed.
     *
     * @param projectKey the binding's, null where there is no project
     */
    void require(SessionMode mode, @Nullable String projectKey);
  }

  private final Postgres postgres;

  public AppendStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Appends to the project that the session is bound to at the moment of the commit, and copies to
   * the own logs of the types that have one. A repetition under an idempotency key is answered with
   * what was written first, also when the session has ended or moved to another project since.
   *
   * @param gate refuses by the mode and the project key that the session has at that moment
   * @return empty, and nothing written, where the session is bound to none; fails with {@code
   *     project_archived}, {@code session_ended}, {@code unknown_session} or {@code
   *     idempotency_conflict}
   */
  public Future<Optional<AppendedEntries>> append(AppendEntries command, Gate gate) {
    Idempotency idempotency = command.idempotency();
    return postgres.inTransaction(
        command.session().owner(),
        transaction ->
            idempotency == null
                ? write(transaction, command, gate)
                : AppendKeys.find(transaction, command.session().owner(), idempotency)
                    .compose(found ->
                        found.isPresent()
                            ? Future.succeededFuture(found)
                            : write(transaction, command, gate)));
  }

  private static Future<Optional<AppendedEntries>> write(
      SqlConnection transaction, AppendEntries command, Gate gate) {
    SessionRef session = command.session();
    return hold(transaction, session)
        .compose(held -> project(transaction, session, gate))
        .compose(project ->
            project.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : once(transaction, command, unplaced(session, project.get(), command.entries()))
                    .map(Optional::of));
  }

  /** Under its key where it has one; another transaction may have taken it meanwhile. */
  private static Future<AppendedEntries> once(
      SqlConnection transaction, AppendEntries command, List<EntryRecord> entries) {
    SessionRef session = command.session();
    Idempotency idempotency = command.idempotency();
    if (idempotency == null) {
      return appendAll(transaction, session, entries);
    }
    return AppendKeys.take(transaction, session, idempotency)
        .compose(taken ->
            taken
                ? appendAll(transaction, session, entries)
                    .compose(appended ->
                        AppendKeys.place(transaction, session.owner(), idempotency, appended))
                : AppendKeys.find(transaction, session.owner(), idempotency)
                    .map(found ->
                        found.orElseThrow(() ->
                            new Fault(
                                ErrorCode.OVERLOADED, "the first append is not finished yet"))));
  }

  /** Keeps the session from ending; fails where it has. */
  static Future<Void> hold(SqlConnection transaction, SessionRef session) {
    return transaction
        .preparedQuery(JournalSql.SESSION_HOLD)
        .execute(key(session))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
          }
          if (rows.iterator().next().getBoolean("ended")) {
            throw new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning());
          }
          return null;
        });
  }

  private static Future<Optional<String>> project(
      SqlConnection transaction, SessionRef session, Gate gate) {
    return transaction
        .preparedQuery(JournalSql.PROJECT_HELD)
        .execute(key(session))
        .map(rows -> {
          if (rows.size() == 0) {
            gate.require(SessionMode.PROJECT, null);
            return Optional.empty();
          }
          Row row = rows.iterator().next();
          gate.require(
              SessionMode.ofWire(row.getString("mode")).orElseThrow(),
              row.getString("project_key"));
          return Optional.ofNullable(row.getString("project"));
        });
  }

  private static List<EntryRecord> unplaced(
      SessionRef session, String project, List<NewEntry> contents) {
    return contents.stream()
        .map(content ->
            new EntryRecord(
                RandomId.mint("ent"), project, JournalLog.MAIN, 0, session.id(), content, "", ""))
        .toList();
  }

  /** The main log first, then the others: the order in which logs are locked. */
  private static Future<AppendedEntries> appendAll(
      SqlConnection transaction, SessionRef session, List<EntryRecord> entries) {
    Future<Batch> main = append(transaction, session, JournalLog.MAIN, entries);
    Future<Batch> last = main;
    for (JournalLog log : List.of(JournalLog.BUG, JournalLog.SECURITY)) {
      List<EntryRecord> copies =
          entries.stream().filter(entry -> entry.content().type().ownLog() == log).toList();
      if (!copies.isEmpty()) {
        last = last.compose(before -> append(transaction, session, log, copies));
      }
    }
    return last.compose(done -> main).map(batch -> new AppendedEntries(batch.entries()));
  }

  private static Future<Batch> append(
      SqlConnection transaction, SessionRef session, JournalLog log, List<EntryRecord> entries) {
    Principal owner = session.owner();
    String project = entries.getFirst().project();
    return transaction
        .preparedQuery(JournalSql.NUMBERS_TAKE)
        .execute(Tuple.of(owner.tenant(), owner.name(), project, log.wire(), entries.size()))
        .map(rows -> {
          if (rows.size() == 0) {
            throw archived(project);
          }
          return chained(owner, log, rows.iterator().next(), entries);
        })
        .compose(batch ->
            transaction
                .preparedQuery(JournalSql.ENTRIES_WRITE)
                .execute(columns(owner, session, batch))
                .map(batch));
  }

  private static Fault archived(String project) {
    return new Fault(
        ErrorCode.PROJECT_ARCHIVED,
        "the project "
            + project
            + " is archived: set its status to active with PATCH /api/projects/{project}, or bind"
            + " the session to another project with set_project");
  }

  private static Batch chained(
      Principal owner, JournalLog log, Row head, List<EntryRecord> entries) {
    String at = head.getString("at");
    String previous = head.getString("last_hash");
    long number = head.getLong("last_number") - entries.size();
    List<EntryRecord> chained = new ArrayList<>(entries.size());
    for (EntryRecord entry : entries) {
      number++;
      EntryRecord placed =
          new EntryRecord(
              entry.entryId(),
              entry.project(),
              log,
              number,
              entry.sessionId(),
              entry.content(),
              at,
              "");
      previous = EntryCodec.hash(previous, owner, placed);
      chained.add(placed.withHash(previous));
    }
    return new Batch(head.getLong("journal_no"), at, chained);
  }

  private static Tuple columns(Principal owner, SessionRef session, Batch batch) {
    List<EntryRecord> entries = batch.entries();
    List<NewEntry> contents = entries.stream().map(EntryRecord::content).toList();
    return Tuple.tuple()
        .addLong(batch.journalNo())
        .addString(owner.tenant())
        .addString(owner.name())
        .addString(session.id())
        .addString(batch.at())
        .addArrayOfLong(entries.stream().map(EntryRecord::number).toArray(Long[]::new))
        .addArrayOfString(entries.stream().map(EntryRecord::entryId).toArray(String[]::new))
        .addArrayOfString(contents.stream().map(NewEntry::message).toArray(String[]::new))
        .addArrayOfString(contents.stream().map(NewEntry::status).toArray(String[]::new))
        .addArrayOfString(contents.stream().map(NewEntry::agent).toArray(String[]::new))
        .addArrayOfString(contents.stream().map(NewEntry::meta).toArray(String[]::new))
        .addArrayOfString(
            contents.stream()
                .map(each -> String.join("\u001f", each.tags()))
                .toArray(String[]::new))
        .addArrayOfString(
            contents.stream().map(each -> each.priority().wire()).toArray(String[]::new))
        .addArrayOfString(contents.stream().map(NewEntry::category).toArray(String[]::new))
        .addArrayOfString(contents.stream().map(each -> each.type().wire()).toArray(String[]::new))
        .addArrayOfDouble(contents.stream().map(NewEntry::confidence).toArray(Double[]::new))
        .addArrayOfString(entries.stream().map(EntryRecord::hash).toArray(String[]::new))
        .addString(entries.getLast().hash());
  }

  private static Tuple key(SessionRef session) {
    return Tuple.of(session.number(), session.owner().tenant(), session.owner().name());
  }
}
