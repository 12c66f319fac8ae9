package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.EventPageJson;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.codec.SessionLifeJson;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.EventPage;
import dev.holdfast.shared.message.ReadEvents;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sessions themselves: opened or attached to, shown, ended, and what happened in them. */
final class SessionTools {
  private static final int TASK_ID_MAX = 200;
  private static final int PAGE = 200;
  private static final String STABLE_KEY = "stable_key";

  private final ToolSessions which;
  private final Sessions sessions;
  private final McpSessions mcp;
  private final EndTool ending;

  SessionTools(ToolSessions which, Sessions sessions, McpSessions mcp) {
    this.which = which;
    this.sessions = sessions;
    this.mcp = mcp;
    this.ending = new EndTool(which, sessions, mcp);
  }

  Map<String, Operation> operations() {
    return Map.of(
        "open_session", this::open,
        "get_session", this::get,
        "end_session", ending::end,
        "read_events", this::events);
  }

  /**
   * The session that is named, by its id or by what the client declares of itself, made where there
   * is none. A session of the protocol is from then on bound to it.
   */
  private Future<String> open(ToolCaller caller, Fields arguments) {
    arguments.allow(List.of(ToolSessions.FIELD, STABLE_KEY));
    boolean named =
        EntryFields.has(arguments, ToolSessions.FIELD) || EntryFields.has(arguments, STABLE_KEY);
    if (!named && caller.mcp().isPresent()) {
      return described(caller.mcp().get().session(), false);
    }
    return sessions
        .resolve(
            new ResolveSession(
                caller.principal(),
                TaskRequest.sessionId(arguments),
                null,
                Sessions.stableKey(arguments)))
        .compose(resolved -> attached(caller, resolved))
        .compose(resolved -> described(resolved.session(), resolved.created()));
  }

  private Future<ResolvedSession> attached(ToolCaller caller, ResolvedSession resolved) {
    return caller.mcp().isEmpty()
        ? Future.succeededFuture(resolved)
        : mcp.attach(caller.mcp().get(), resolved.session()).map(resolved);
  }

  private Future<String> get(ToolCaller caller, Fields arguments) {
    arguments.allow(List.of(ToolSessions.FIELD));
    return which
        .of(caller, arguments)
        .compose(session ->
            sessions
                .work(session)
                .compose(work ->
                    sessions
                        .describe(session.owner(), session.id())
                        .compose(record ->
                            roots(caller, session)
                                .map(roots ->
                                    JsonOut.object(out -> {
                                      SessionJson.write(out, record);
                                      SessionLifeJson.write(out, work);
                                      roots.ifPresent(json -> out.json("roots", json));
                                    })))));
  }

  /** The folders that the calling client works in, where it told and the session is its own. */
  private Future<Optional<String>> roots(ToolCaller caller, SessionRef session) {
    return caller
        .mcp()
        .filter(own -> own.session().equals(session))
        .map(own -> mcp.roots(caller.principal(), own.id()))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private Future<String> events(ToolCaller caller, Fields arguments) {
    arguments.allow(List.of(ToolSessions.FIELD, "task_id", "after"));
    Long given = arguments.numberOrNull("after", 0, Long.MAX_VALUE);
    long after = given == null ? 0 : given;
    String taskId = arguments.textOrNull("task_id", 1, TASK_ID_MAX);
    return which
        .of(caller, arguments)
        .compose(session ->
            sessions
                .events(new ReadEvents(session, after, new EventFilter(taskId, Set.of()), PAGE))
                .map(page -> page(session, page)));
  }

  private Future<String> described(SessionRef session, boolean created) {
    return sessions
        .describe(session.owner(), session.id())
        .map(record ->
            JsonOut.object(out -> {
              SessionJson.write(out, record);
              out.flag("created", created);
            }));
  }

  private static String page(SessionRef session, EventPage page) {
    return JsonOut.object(out -> {
      EventPageJson.write(out, session.id(), page);
      out.number("next", page.next()).flag("more", page.next() < page.head());
    });
  }
}
