package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CheckMcpSessions;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpSessionStates;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** How sessions of the Model Context Protocol stand, of all owners at once. */
public final class McpStateStore {
  private final Postgres postgres;

  public McpStateStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Asked for a gateway and no client. */
  public Future<McpSessionStates> check(CheckMcpSessions asked) {
    List<FindMcpSession> wanted = List.copyOf(asked.wanted());
    return postgres
        .reads()
        .preparedQuery(McpSql.CHECK)
        .execute(
            Tuple.of(
                column(wanted, one -> one.principal().tenant()),
                column(wanted, one -> one.principal().name()),
                column(wanted, FindMcpSession::mcpSessionId),
                wanted.stream().map(asked.changed()::contains).toArray(Boolean[]::new)))
        .map(rows -> {
          Map<FindMcpSession, McpSessionStates.State> live = new HashMap<>();
          rows.forEach(row -> {
            Principal owner = new Principal(row.getString("tenant"), row.getString("principal"));
            live.put(
                new FindMcpSession(owner, row.getString("id")),
                new McpSessionStates.State(
                    new SessionRef(row.getLong("session_no"), owner, row.getString("session_id")),
                    Set.of(row.getArrayOfStrings("uris")),
                    row.getLong("asks_roots")));
          });
          return new McpSessionStates(live);
        })
        .recover(StoreFaults::translated);
  }

  private static String[] column(
      List<FindMcpSession> wanted, Function<FindMcpSession, String> value) {
    return wanted.stream().map(value).toArray(String[]::new);
  }
}
