package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.BindingPage;
import dev.holdfast.shared.message.ChangeMcpSubscription;
import dev.holdfast.shared.message.CheckMcpSessions;
import dev.holdfast.shared.message.CloseMcpSession;
import dev.holdfast.shared.message.FindMcpRoots;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.McpSessionStates;
import dev.holdfast.shared.message.McpSubscriptions;
import dev.holdfast.shared.message.OpenMcpSession;
import dev.holdfast.shared.message.Rebind;
import dev.holdfast.shared.message.SetMcpLogLevel;
import dev.holdfast.shared.message.SetMcpRoots;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A principal's sessions of the Model Context Protocol. */
public final class McpSessions {
  private final Bus bus;

  public McpSessions(Bus bus) {
    this.bus = bus;
  }

  /**
   * A new one, bound to a new session; durable when the future succeeds.
   *
   * @param client who the client says it is, one JSON object as text
   * @param capabilities what it says it can do, one JSON object as text
   */
  public Future<McpSession> open(
      Principal principal, String protocolVersion, String client, String capabilities) {
    return bus.request(
        Addresses.OPEN_MCP_SESSION,
        new OpenMcpSession(principal, RandomId.mint("mcp"), protocolVersion, client, capabilities));
  }

  public Future<McpSession> find(Principal principal, String id) {
    return bus.request(Addresses.FIND_MCP_SESSION, new FindMcpSession(principal, id));
  }

  public Future<McpSession> close(Principal principal, String id) {
    return bus.request(Addresses.CLOSE_MCP_SESSION, new CloseMcpSession(principal, id));
  }

  /** Says from which level on its client is told what agents log. */
  public Future<McpSession> setLogLevel(Principal principal, String id, String level) {
    return bus.request(Addresses.SET_MCP_LOG_LEVEL, new SetMcpLogLevel(principal, id, level));
  }

  /** Begins or ends a subscription; answers all that there are then. */
  public Future<McpSubscriptions> subscribe(
      Principal principal, String id, String uri, boolean on) {
    return bus.request(
        Addresses.CHANGE_MCP_SUBSCRIPTION, new ChangeMcpSubscription(principal, id, uri, on));
  }

  /**
   * Says which folders its client works in.
   *
   * @param roots one JSON array as text; null where the client has to be asked anew
   * @param asked which time it was asked that it answers
   */
  public Future<McpSession> setRoots(
      Principal principal, String id, @Nullable String roots, long asked) {
    return bus.request(Addresses.SET_MCP_ROOTS, new SetMcpRoots(principal, id, roots, asked));
  }

  /** The folders that its client works in, as it told: one JSON array as text. */
  public Future<Optional<String>> roots(Principal principal, String id) {
    return bus.request(Addresses.FIND_MCP_ROOTS, new FindMcpRoots(principal, id))
        .map(found -> Optional.ofNullable(found.json()));
  }

  /**
   * How those stand whose streams are open.
   *
   * @param changed of which of them the subscriptions are told too
   */
  public Future<McpSessionStates> check(Set<FindMcpSession> wanted, Set<FindMcpSession> changed) {
    return bus.request(Addresses.CHECK_MCP_SESSIONS, new CheckMcpSessions(wanted, changed));
  }

  /** Binds it to another session of its principal; nothing happens where that is its own. */
  public Future<BindingPage.Binding> attach(McpSession mcp, SessionRef to) {
    return move(mcp.id(), mcp.session(), to);
  }

  /** The same for one that is known to lead to another session than when it was found. */
  public Future<BindingPage.Binding> move(String id, SessionRef from, SessionRef to) {
    return bus.request(
        Addresses.REBIND,
        new Rebind(to.owner(), new Transport(TransportKind.MCP, id), to.id(), from.id()));
  }
}
