package dev.holdfast.registry.mcp;

import dev.holdfast.registry.belief.Changes;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.session.SessionResolver;
import dev.holdfast.registry.store.McpStateStore;
import dev.holdfast.registry.store.McpStore;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.ChangeMcpSubscription;
import dev.holdfast.shared.message.CheckMcpSessions;
import dev.holdfast.shared.message.CloseMcpSession;
import dev.holdfast.shared.message.FindMcpRoots;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.McpRoots;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.McpSessionStates;
import dev.holdfast.shared.message.McpSubscriptions;
import dev.holdfast.shared.message.OpenMcpSession;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.SetMcpLogLevel;
import dev.holdfast.shared.message.SetMcpRoots;
import io.vertx.core.Future;

/** Opens, finds and closes sessions of the Model Context Protocol. */
public final class McpSessions {
  private final McpStore store;
  private final McpStateStore states;
  private final SessionResolver resolver;
  private final Changes changes;
  private final Deadline deadline;

  public McpSessions(
      McpStore store,
      McpStateStore states,
      SessionResolver resolver,
      Changes changes,
      Deadline deadline) {
    this.store = store;
    this.states = states;
    this.resolver = resolver;
    this.changes = changes;
    this.deadline = deadline;
  }

  /**
   * Answers after both commits: the binding to a new session, then what was agreed on. Where the
   * pod dies between the two, nobody knows the id, and the binding goes with its session.
   */
  public Future<McpSession> open(OpenMcpSession wanted) {
    Transport way = new Transport(TransportKind.MCP, wanted.mcpSessionId());
    return resolver
        .resolve(new ResolveSession(wanted.principal(), null, way, null))
        .compose(resolved -> deadline.limit(store.open(wanted)).map(resolved))
        .map(resolved ->
            new McpSession(
                resolved.session(),
                way.id(),
                wanted.protocolVersion(),
                wanted.capabilities(),
                null));
  }

  public Future<McpSession> find(FindMcpSession wanted) {
    return deadline.limit(store.find(wanted));
  }

  public Future<McpSession> close(CloseMcpSession wanted) {
    return changes.make(
        new Hint.HoldMcpSession(new FindMcpSession(wanted.principal(), wanted.mcpSessionId())),
        () -> deadline.limit(store.close(wanted)));
  }

  public Future<McpSession> setLogLevel(SetMcpLogLevel wanted) {
    FindMcpSession which = new FindMcpSession(wanted.principal(), wanted.id());
    return find(which)
        .compose(found ->
            changes.make(
                new Hint.HoldMcpSession(which), () -> deadline.limit(store.setLogLevel(wanted))))
        .compose(set -> find(which));
  }

  public Future<McpSession> setRoots(SetMcpRoots wanted) {
    return find(new FindMcpSession(wanted.principal(), wanted.id()))
        .compose(found -> deadline.limit(store.setRoots(wanted)).map(found));
  }

  public Future<McpRoots> roots(FindMcpRoots wanted) {
    return deadline.limit(store.roots(wanted));
  }

  public Future<McpSubscriptions> change(ChangeMcpSubscription wanted) {
    return find(new FindMcpSession(wanted.principal(), wanted.id()))
        .compose(found -> deadline.limit(store.change(wanted)))
        .compose(changed -> deadline.limit(store.subscriptions(wanted.principal(), wanted.id())))
        .map(now -> {
          if (wanted.on() && !now.uris().contains(wanted.uri())) {
            throw new Fault(
                ErrorCode.OVERLOADED,
                "a session may have " + ChangeMcpSubscription.MAX + " subscriptions");
          }
          return now;
        });
  }

  /** For streams that stand already: their owners were let in when they came. */
  public Future<McpSessionStates> check(CheckMcpSessions wanted) {
    return deadline.limit(states.check(wanted));
  }
}
