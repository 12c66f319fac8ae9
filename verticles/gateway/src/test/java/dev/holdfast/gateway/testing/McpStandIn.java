package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpRoots;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.McpSessionStates;
import dev.holdfast.shared.message.McpSubscriptions;
import dev.holdfast.shared.message.OpenMcpSession;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Sessions of the Model Context Protocol: the registry's contract, in memory, for one test. */
final class McpStandIn {
  private final Function<Principal, SessionRef> sessions;
  private final Map<String, McpSession> mcps = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> subscribed = new ConcurrentHashMap<>();
  private final Map<String, String> roots = new ConcurrentHashMap<>();
  private final Map<String, Long> asked = new ConcurrentHashMap<>();

  /**
   * @param sessions a new session of a principal
   */
  McpStandIn(Function<Principal, SessionRef> sessions) {
    this.sessions = sessions;
  }

  void serve(Desk desk) {
    desk.answer(Addresses.OPEN_MCP_SESSION, this::open);
    desk.answer(
        Addresses.FIND_MCP_SESSION, question -> mcp(question.principal(), question.mcpSessionId()));
    desk.answer(
        Addresses.SET_MCP_LOG_LEVEL,
        command -> {
          McpSession was = mcp(command.principal(), command.id());
          McpSession now =
              new McpSession(
                  was.session(),
                  was.id(),
                  was.protocolVersion(),
                  was.capabilities(),
                  command.level());
          mcps.put(was.id(), now);
          return now;
        });
    desk.answer(
        Addresses.CHANGE_MCP_SUBSCRIPTION,
        command -> {
          Set<String> uris =
              subscribed.computeIfAbsent(
                  mcp(command.principal(), command.id()).id(), id -> ConcurrentHashMap.newKeySet());
          boolean changed = command.on() ? uris.add(command.uri()) : uris.remove(command.uri());
          return new McpSubscriptions(changed ? Set.copyOf(uris) : uris);
        });
    desk.answer(
        Addresses.SET_MCP_ROOTS,
        command -> {
          McpSession of = mcp(command.principal(), command.id());
          String told = command.roots();
          if (told == null) {
            roots.remove(of.id());
            asked.merge(of.id(), 1L, Long::sum);
          } else if (command.asked() == time(of)) {
            roots.put(of.id(), told);
          }
          return of;
        });
    desk.answer(Addresses.FIND_MCP_ROOTS, question -> new McpRoots(roots.get(question.id())));
    desk.answer(
        Addresses.CHECK_MCP_SESSIONS,
        question -> {
          Map<FindMcpSession, McpSessionStates.State> live = new HashMap<>();
          for (FindMcpSession each : question.wanted()) {
            McpSession found = mcps.get(each.mcpSessionId());
            if (found != null) {
              live.put(
                  each,
                  new McpSessionStates.State(
                      found.session(),
                      question.changed().contains(each)
                          ? subscribed.getOrDefault(found.id(), Set.of())
                          : Set.of(),
                      asksRoots(found)));
            }
          }
          return new McpSessionStates(live);
        });
    desk.answer(
        Addresses.CLOSE_MCP_SESSION,
        command -> {
          McpSession was = mcp(command.principal(), command.mcpSessionId());
          mcps.remove(was.id());
          return was;
        });
  }

  private long asksRoots(McpSession mcp) {
    return mcp.capabilities().contains("roots") && !roots.containsKey(mcp.id()) ? time(mcp) : 0;
  }

  private long time(McpSession mcp) {
    return 1 + asked.getOrDefault(mcp.id(), 0L);
  }

  /** Binds one, if it is one, to another session. */
  void move(String mcpSessionId, SessionRef to) {
    mcps.computeIfPresent(
        mcpSessionId,
        (id, was) ->
            new McpSession(to, id, was.protocolVersion(), was.capabilities(), was.logLevel()));
  }

  private McpSession open(OpenMcpSession wanted) {
    McpSession mcp =
        new McpSession(
            sessions.apply(wanted.principal()),
            wanted.mcpSessionId(),
            wanted.protocolVersion(),
            wanted.capabilities(),
            null);
    mcps.put(mcp.id(), mcp);
    return mcp;
  }

  private McpSession mcp(Principal principal, String id) {
    McpSession mcp = mcps.get(id);
    if (mcp == null || !mcp.session().owner().equals(principal)) {
      throw new Fault(ErrorCode.UNKNOWN_BINDING, "no such binding");
    }
    return mcp;
  }
}
