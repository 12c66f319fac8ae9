package dev.holdfast.registry.store;

import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.ChangeMcpSubscription;
import dev.holdfast.shared.message.CloseMcpSession;
import dev.holdfast.shared.message.FindMcpRoots;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpRoots;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.McpSubscriptions;
import dev.holdfast.shared.message.OpenMcpSession;
import dev.holdfast.shared.message.SetMcpLogLevel;
import dev.holdfast.shared.message.SetMcpRoots;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Set;

/**
 * Sessions of the Model Context Protocol in Postgres. What {@link #find} tells is answered again
 * from memory, so each change of it is made as {@code registry.belief} has it.
 */
public final class McpStore {
  private final Postgres postgres;
  private final GroupedReads<FindMcpSession, McpSession> reads;

  /**
   * All calls come from one event loop.
   *
   * @param groups of look-ups
   */
  public McpStore(Postgres postgres, GroupLimits groups) {
    this.postgres = postgres;
    this.reads = new GroupedReads<>(postgres, groups, new McpReads());
  }

  /** Notes what was agreed on; its binding is another statement's. */
  public Future<Void> open(OpenMcpSession wanted) {
    return postgres
        .execute(
            wanted.principal(),
            McpSql.OPEN,
            key(wanted.principal(), wanted.mcpSessionId())
                .addString(wanted.protocolVersion())
                .addString(wanted.client())
                .addString(wanted.capabilities()))
        .mapEmpty();
  }

  public Future<McpSession> find(FindMcpSession wanted) {
    return reads.find(wanted).map(found -> found.orElseThrow(McpStore::unknown));
  }

  public Future<McpSession> close(CloseMcpSession wanted) {
    return postgres
        .execute(wanted.principal(), McpSql.CLOSE, key(wanted.principal(), wanted.mcpSessionId()))
        .map(rows -> {
          if (rows.size() == 0) {
            throw unknown();
          }
          return McpReads.session(
              wanted.principal(), wanted.mcpSessionId(), rows.iterator().next());
        });
  }

  /** Of one that was found to live. */
  public Future<Void> setLogLevel(SetMcpLogLevel wanted) {
    return postgres
        .execute(
            wanted.principal(),
            McpSql.SET_LOG_LEVEL,
            key(wanted.principal(), wanted.id()).addString(wanted.level()))
        .mapEmpty();
  }

  /** Of one that was found to live. */
  public Future<Void> setRoots(SetMcpRoots wanted) {
    return postgres
        .execute(
            wanted.principal(),
            McpSql.SET_ROOTS,
            key(wanted.principal(), wanted.id()).addString(wanted.roots()).addLong(wanted.asked()))
        .mapEmpty();
  }

  public Future<McpRoots> roots(FindMcpRoots wanted) {
    return postgres
        .execute(wanted.principal(), McpSql.ROOTS, key(wanted.principal(), wanted.id()))
        .map(rows ->
            new McpRoots(rows.size() == 0 ? null : rows.iterator().next().getString("roots")));
  }

  /** Of one that was found to live. */
  public Future<Void> change(ChangeMcpSubscription wanted) {
    Tuple values = key(wanted.principal(), wanted.id()).addString(wanted.uri());
    return wanted.on()
        ? postgres
            .execute(
                wanted.principal(),
                McpSql.SUBSCRIBE,
                values.addLong((long) ChangeMcpSubscription.MAX))
            .mapEmpty()
        : postgres.execute(wanted.principal(), McpSql.UNSUBSCRIBE, values).mapEmpty();
  }

  public Future<McpSubscriptions> subscriptions(Principal principal, String id) {
    return postgres
        .execute(principal, McpSql.SUBSCRIPTIONS, key(principal, id))
        .map(rows -> {
          Set<String> uris = new HashSet<>();
          rows.forEach(row -> uris.add(row.getString("uri")));
          return new McpSubscriptions(uris);
        });
  }

  private static Fault unknown() {
    return new Fault(ErrorCode.UNKNOWN_BINDING, ErrorCode.UNKNOWN_BINDING.meaning());
  }

  private static Tuple key(Principal principal, String id) {
    return Tuple.of(principal.tenant(), principal.name(), id);
  }
}
