package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One group in its transaction: sessions are made, then those that exist are held, then the ways in
 * are bound, then what did not get all it must have is taken back and the rest counted. Each step
 * is one statement for all members.
 */
final class CreationGroup {
  /** A way to a session; members who want the same one share its binding. */
  private record Bound(long sessionNo, String kind, String id) {}

  private final SqlConnection transaction;
  private final List<Creation> members;
  private final boolean waits;
  private final SessionCounts counts;

  /**
   * @param counts what may be made; where it is too much the whole group fails
   * @param waits whether to wait for who has locked a session, or leave that member {@link
   *     Outcome.Unsettled}
   */
  CreationGroup(
      SqlConnection transaction, List<Creation> members, boolean waits, SessionCounts counts) {
    this.transaction = transaction;
    this.counts = counts;
    this.members = members;
    this.waits = waits;
  }

  /** What becomes of each member, in their order, if the transaction is committed. */
  Future<List<Outcome>> run() {
    Set<Creation.Name> wanted = names(members.stream().filter(CreationGroup::mayMake));
    return ask(GroupSql.CREATE, wanted)
        .compose(made -> {
          Set<Creation.Name> others =
              names(members.stream().filter(m -> m.act() != Creation.Act.MINT));
          others.removeAll(made.keySet());
          return ask(waits ? GroupSql.HOLD : GroupSql.HOLD_FREE, others)
              .compose(held -> bind(made, held));
        });
  }

  private Future<List<Outcome>> bind(
      Map<Creation.Name, StoredSession> made, Map<Creation.Name, StoredSession> held) {
    Map<Creation.Name, StoredSession> live = new HashMap<>(made);
    held.forEach((name, session) -> {
      if (!session.ended()) {
        live.put(name, session);
      }
    });
    BindRows rows = new BindRows();
    for (Creation member : members) {
      Optional.ofNullable(live.get(member.name())).ifPresent(s -> rows.ways(s.ref(), member));
      Optional.ofNullable(made.get(member.name())).ifPresent(s -> rows.made(s.ref(), member));
    }
    return rows.isEmpty()
        ? counted(made, List.of()).map(counted -> outcomes(made, held, Map.of()))
        : transaction
            .preparedQuery(GroupSql.BIND)
            .execute(rows.tuple())
            .map(CreationGroup::bound)
            .compose(bound -> {
              List<Outcome> outcomes = outcomes(made, held, bound);
              return undo(made, outcomes).map(done -> outcomes);
            });
  }

  private List<Outcome> outcomes(
      Map<Creation.Name, StoredSession> made,
      Map<Creation.Name, StoredSession> held,
      Map<Bound, Long> bound) {
    Set<Creation.Name> told = new HashSet<>();
    return members.stream()
        .map(member -> {
          StoredSession mine = made.get(member.name());
          // Of several who wanted the same new session, the first one made it.
          return mine != null
              ? done(member, mine.ref(), told.add(member.name()), bound)
              : existing(member, held, bound);
        })
        .toList();
  }

  private static Outcome existing(
      Creation member, Map<Creation.Name, StoredSession> held, Map<Bound, Long> bound) {
    if (member.act() == Creation.Act.MINT) {
      return new Outcome.Lost();
    }
    StoredSession found = held.get(member.name());
    if (found == null) {
      return new Outcome.Unsettled();
    }
    return found.ended()
        ? new Outcome.Refused(new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning()))
        : done(member, found.ref(), false, bound);
  }

  private static Outcome done(
      Creation member, SessionRef session, boolean created, Map<Bound, Long> bound) {
    Map<Transport, Long> got = new HashMap<>();
    for (Transport way : member.bindings().ways()) {
      Long number = bound.get(new Bound(session.number(), way.kind().wire(), way.id()));
      if (number != null) {
        got.put(way, number);
      }
    }
    return member.act() == Creation.Act.MINT && got.size() < member.bindings().ways().size()
        ? new Outcome.Lost()
        : new Outcome.Done(new Opened(session, created, got));
  }

  /**
   * Last, and only what is kept. Whoever has the count locked is about to commit: so that is waited
   * for also by a group that waits for nobody else.
   */
  private Future<Void> counted(Map<Creation.Name, StoredSession> made, List<Long> lost) {
    if (!waits && !made.isEmpty()) {
      // Not waited for: the connection keeps the order, and its failure fails what follows.
      transaction.preparedQuery(GroupSql.LOCK_LIMIT).execute(Tuple.of("0"));
    }
    return counts.admit(
        transaction,
        made.values().stream()
            .map(StoredSession::ref)
            .filter(session -> !lost.contains(session.number()))
            .toList());
  }

  private Future<Void> undo(Map<Creation.Name, StoredSession> made, List<Outcome> outcomes) {
    List<Long> lost = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      StoredSession mine = made.get(members.get(i).name());
      if (mine != null && outcomes.get(i) instanceof Outcome.Lost) {
        lost.add(mine.ref().number());
      }
    }
    Future<Void> undone =
        lost.isEmpty()
            ? Future.succeededFuture()
            : transaction
                .preparedQuery(GroupSql.UNDO)
                .execute(Tuple.of(lost.toArray(Long[]::new)))
                .mapEmpty();
    return undone.compose(done -> counted(made, lost));
  }

  private Future<Map<Creation.Name, StoredSession>> ask(String sql, Set<Creation.Name> names) {
    if (names.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    Tuple values =
        Tuple.of(
            names.stream().map(n -> n.owner().tenant()).toArray(String[]::new),
            names.stream().map(n -> n.owner().name()).toArray(String[]::new),
            names.stream().map(Creation.Name::sessionId).toArray(String[]::new));
    return transaction.preparedQuery(sql).execute(values).map(CreationGroup::sessions);
  }

  private static Map<Creation.Name, StoredSession> sessions(RowSet<Row> rows) {
    Map<Creation.Name, StoredSession> found = new HashMap<>();
    for (Row row : rows) {
      Principal owner = new Principal(row.getString("tenant"), row.getString("principal"));
      SessionRef session =
          new SessionRef(row.getLong("session_no"), owner, row.getString("session_id"));
      boolean ended = row.getColumnIndex("ended") >= 0 && row.getBoolean("ended");
      found.put(new Creation.Name(owner, session.id()), new StoredSession(session, ended));
    }
    return found;
  }

  private static Map<Bound, Long> bound(RowSet<Row> rows) {
    Map<Bound, Long> bound = new HashMap<>();
    for (Row row : rows) {
      bound.put(
          new Bound(
              row.getLong("session_no"), row.getString("kind"), row.getString("transport_id")),
          row.getLong("binding_no"));
    }
    return bound;
  }

  private static Set<Creation.Name> names(Stream<Creation> some) {
    Set<Creation.Name> names = new HashSet<>();
    some.forEach(member -> names.add(member.name()));
    return names;
  }

  private static boolean mayMake(Creation member) {
    return member.act() != Creation.Act.BIND;
  }
}
