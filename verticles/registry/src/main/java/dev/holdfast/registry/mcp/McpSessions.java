package dev.holdfast.registry.mcp;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.session.SessionResolver;
import dev.holdfast.registry.store.McpStore;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.CloseMcpSession;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.OpenMcpSession;
import dev.holdfast.shared.message.ResolveSession;
import io.vertx.core.Future;

/** Opens, finds and closes sessions of the Model Context Protocol. */
public final class McpSessions {
  private final McpStore store;
  private final SessionResolver resolver;
  private final Deadline deadline;

  public McpSessions(McpStore store, SessionResolver resolver, Deadline deadline) {
    this.store = store;
    this.resolver = resolver;
    this.deadline = deadline;
  }

  /**
   * Answers after both commits: what was agreed on, then the binding to a new session. Where the
   * pod dies between the two, nobody knows the id.
   */
  public Future<McpSession> open(OpenMcpSession wanted) {
    Transport way = new Transport(TransportKind.MCP, wanted.mcpSessionId());
    return deadline
        .limit(store.open(wanted))
        .compose(noted -> resolver.resolve(new ResolveSession(wanted.principal(), null, way, null)))
        .map(resolved ->
            new McpSession(
                resolved.session(), way.id(), wanted.protocolVersion(), wanted.capabilities()));
  }

  public Future<McpSession> find(FindMcpSession wanted) {
    return deadline.limit(store.find(wanted));
  }

  public Future<McpSession> close(CloseMcpSession wanted) {
    return deadline.limit(store.close(wanted));
  }
}
