package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpSession;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Live sessions of the Model Context Protocol, as each of their requests wants to know them. */
final class McpReads implements GroupedReads.Kind<FindMcpSession, McpSession> {
  @Override
  public String sql() {
    return McpSql.FIND;
  }

  @Override
  public Tuple values(List<FindMcpSession> wanted) {
    return Tuple.of(
        wanted.stream().map(each -> each.principal().tenant()).toArray(String[]::new),
        wanted.stream().map(each -> each.principal().name()).toArray(String[]::new),
        wanted.stream().map(FindMcpSession::mcpSessionId).toArray(String[]::new));
  }

  @Override
  public McpSession answer(FindMcpSession wanted, Row row) {
    return session(wanted.principal(), wanted.mcpSessionId(), row);
  }

  static McpSession session(Principal owner, String id, Row row) {
    return new McpSession(
        new SessionRef(row.getLong("session_no"), owner, row.getString("session_id")),
        id,
        row.getString("protocol_version"),
        row.getString("capabilities"),
        row.getString("log_level"));
  }
}
