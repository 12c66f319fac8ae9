package dev.holdfast.registry.store;

import dev.holdfast.registry.flight.Groups;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Creations that come in together, in common transactions.
 *
 * <p>A group waits for nobody long: it skips sessions that are locked, and gives up a rival's key
 * after a time. Those members, and all members of a group that Postgres refused for one of them,
 * are then done each in a transaction of its own, which waits as long as it takes.
 */
final class GroupedCreations {
  /** SQLSTATE classes that may be one member's doing: data, integrity, rollback, object state. */
  private static final Set<String> MEMBERS_OWN = Set.of("22", "23", "40", "55");

  private final Postgres postgres;
  private final String lockMs;
  private final SessionCounts counts;
  private final Groups<Creation, Optional<Opened>> groups;

  GroupedCreations(Postgres postgres, GroupConfig config, SessionLimits limits) {
    this.postgres = postgres;
    this.counts = new SessionCounts(limits);
    this.lockMs = Integer.toString(config.lockMs());
    this.groups = new Groups<>(config.limits(), this::together);
  }

  /**
   * Answers after the commit.
   *
   * @return empty where a {@link Creation.Act#MINT} lost to a rival
   */
  Future<Optional<Opened>> join(Creation member) {
    return groups.join(member);
  }

  private Future<List<Future<Optional<Opened>>>> together(List<Creation> members) {
    return postgres
        .<List<Outcome>>inTransaction(transaction -> {
          // Not waited for: the connection keeps the order, and its failure fails what follows.
          transaction.preparedQuery(GroupSql.LOCK_LIMIT).execute(Tuple.of(lockMs));
          return new CreationGroup(transaction, members, false, counts).run();
        })
        .transform(committed ->
            committed.succeeded()
                ? Future.succeededFuture(each(members, committed.result()))
                : apart(members, committed.cause()));
  }

  private List<Future<Optional<Opened>>> each(List<Creation> members, List<Outcome> outcomes) {
    List<Future<Optional<Opened>>> results = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      Creation member = members.get(i);
      results.add(
          outcomes.get(i) instanceof Outcome.Unsettled ? alone(member) : result(outcomes.get(i)));
    }
    return results;
  }

  private Future<List<Future<Optional<Opened>>>> apart(List<Creation> members, Throwable failure) {
    return mayBeOneMembers(failure)
        ? Future.succeededFuture(members.stream().map(this::alone).toList())
        : Future.failedFuture(failure);
  }

  private Future<Optional<Opened>> alone(Creation member) {
    return postgres
        .inTransaction(
            transaction -> new CreationGroup(transaction, List.of(member), true, counts).run())
        .compose(outcomes -> result(outcomes.getFirst()));
  }

  private static Future<Optional<Opened>> result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> Future.succeededFuture(Optional.of(done.opened()));
      case Outcome.Lost() -> Future.succeededFuture(Optional.empty());
      case Outcome.Refused refused -> Future.failedFuture(refused.fault());
      case Outcome.Unsettled() ->
          Future.failedFuture(
              new Fault(ErrorCode.STORE_UNAVAILABLE, "the session changed meanwhile"));
    };
  }

  private static boolean mayBeOneMembers(Throwable failure) {
    if (failure instanceof Fault fault && fault.code() == ErrorCode.TOO_MANY_SESSIONS) {
      return true;
    }
    Throwable cause = failure instanceof Fault ? failure.getCause() : failure;
    return cause instanceof PgException refused
        && refused.getSqlState() != null
        && MEMBERS_OWN.contains(refused.getSqlState().substring(0, 2));
  }
}
