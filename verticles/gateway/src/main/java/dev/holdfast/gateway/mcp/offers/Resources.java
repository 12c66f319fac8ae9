package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.gateway.codec.EntryJson;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.codec.TaskJson;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.SessionPage;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions, the logs of their projects, and tasks, each as one JSON document. */
final class Resources {
  private static final String SCHEME = "holdfast://";
  private static final String SESSIONS = SCHEME + "sessions/";
  private static final String TASKS = SCHEME + "tasks/";
  private static final String LOG = "/log";
  private static final String JSON = "application/json";
  private static final int URI_MAX = 2_048;
  private static final int CURSOR_MAX = 20;
  private static final Set<ErrorCode> ABSENT =
      Set.of(
          ErrorCode.UNKNOWN_SESSION,
          ErrorCode.UNKNOWN_TASK,
          ErrorCode.INVALID_SESSION_ID,
          ErrorCode.SESSION_ENDED,
          ErrorCode.PROJECT_UNBOUND);

  /** A kind of resource, with the place of its name. */
  private record Template(String uri, String name, String description) {}

  private static final List<Template> TEMPLATES =
      List.of(
          new Template(SESSIONS + "{session_id}", "session", "A session"),
          new Template(
              SESSIONS + "{session_id}" + LOG, "log", "The newest entries of a session's project"),
          new Template(TASKS + "{task_id}", "task", "A task and its result"));

  private final Sessions sessions;
  private final TaskQueries tasks;
  private final Entries entries;

  Resources(Sessions sessions, TaskQueries tasks, Entries entries) {
    this.sessions = sessions;
    this.tasks = tasks;
    this.entries = entries;
  }

  /** The principal's sessions, newest first. */
  Future<Offer> list(Principal principal, Fields params) {
    SessionSearch search = new SessionSearch("live", null, null, cursor(params), null);
    return sessions
        .list(search.of(principal, ErrorCode.INVALID_FIELD))
        .map(page ->
            Offer.kept(out -> {
              out.objects("resources", page.sessions(), Resources::session);
              Long next = page.next();
              if (next != null) {
                out.text("nextCursor", Long.toString(next));
              }
            }));
  }

  Future<Offer> templates() {
    return Future.succeededFuture(
        Offer.kept(out ->
            out.objects(
                "resourceTemplates",
                TEMPLATES,
                (each, template) ->
                    each.text("uriTemplate", template.uri())
                        .text("name", template.name())
                        .text("description", template.description())
                        .text("mimeType", JSON))));
  }

  Future<Offer> read(Principal principal, Optional<McpSession> mcp, Fields params) {
    String uri = params.text("uri", 1, URI_MAX);
    return document(principal, uri)
        .map(json ->
            Offer.kept(out ->
                out.objects(
                    "contents",
                    List.of(json),
                    (each, text) ->
                        each.text("uri", uri).text("mimeType", JSON).text("text", text))))
        .recover(failure ->
            failure instanceof Fault fault && ABSENT.contains(fault.code())
                ? Future.failedFuture(absent(mcp, uri, fault))
                : Future.failedFuture(failure));
  }

  private Future<String> document(Principal principal, String uri) {
    if (uri.startsWith(TASKS)) {
      return tasks
          .get(principal, uri.substring(TASKS.length()))
          .map(task -> JsonOut.object(out -> TaskJson.write(out, task)));
    }
    if (!uri.startsWith(SESSIONS)) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.UNKNOWN_SESSION, "resources begin with " + SESSIONS + " or " + TASKS));
    }
    String rest = uri.substring(SESSIONS.length());
    return rest.endsWith(LOG)
        ? log(principal, rest.substring(0, rest.length() - LOG.length()))
        : attempt(principal, rest);
  }

  private Future<String> attempt(Principal principal, String sessionId) {
    try {
      return sessions
          .describe(principal, sessionId)
          .map(record -> JsonOut.object(out -> SessionJson.write(out, record)));
    } catch (Fault fault) {
      return Future.failedFuture(fault);
    }
  }

  private Future<String> log(Principal principal, String sessionId) {
    try {
      return sessions
          .find(principal, sessionId)
          .compose(session -> entries.recent(session, JournalLog.MAIN, null, null, null))
          .map(page -> JsonOut.object(out -> EntryJson.write(out, page)));
    } catch (Fault fault) {
      return Future.failedFuture(fault);
    }
  }

  /** The code changed with the era (SEP-2164). */
  private static RpcRefusal absent(Optional<McpSession> mcp, String uri, Fault fault) {
    return RpcRefusal.answered(
        mcp.isPresent() ? RpcCode.RESOURCE_NOT_FOUND : RpcCode.INVALID_PARAMS,
        "no such resource: " + fault.detail(),
        JsonOut.object(data -> data.text("uri", uri)));
  }

  private static void session(JsonOut out, SessionPage.Item item) {
    String id = item.session().id();
    out.text("uri", SESSIONS + id)
        .text("name", id)
        .text("description", "A session since " + item.createdAt())
        .text("mimeType", JSON);
  }

  private static @Nullable Long cursor(Fields params) {
    String cursor = params.textOrNull("cursor", 1, CURSOR_MAX);
    if (cursor == null) {
      return null;
    }
    try {
      return Long.valueOf(cursor);
    } catch (NumberFormatException e) {
      throw new Fault(ErrorCode.INVALID_FIELD, "cursor is none of this server", e);
    }
  }
}
