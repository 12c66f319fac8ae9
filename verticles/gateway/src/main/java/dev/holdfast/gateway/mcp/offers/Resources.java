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
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AskServer;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.ListOffered;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.OfferedPage;
import dev.holdfast.shared.message.SessionPage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions, the logs of their projects, and tasks, each as one JSON document; and what the servers
 * of agents offer.
 */
final class Resources {
  private static final String SCHEME = "holdfast://";
  private static final String SESSIONS = SCHEME + "sessions/";
  private static final String TASKS = SCHEME + "tasks/";
  private static final String LOG = "/log";
  private static final String JSON = "application/json";
  private static final int URI_MAX = 2_048;
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
  private final Passed passed;

  Resources(Sessions sessions, TaskQueries tasks, Entries entries, Passed passed) {
    this.passed = passed;
    this.sessions = sessions;
    this.tasks = tasks;
    this.entries = entries;
  }

  /** Every event changes its session, and the task that it tells of. */
  static Set<String> changed(SessionRef session, Event event) {
    String task = event.taskId();
    return task == null
        ? Set.of(SESSIONS + session.id())
        : Set.of(SESSIONS + session.id(), TASKS + task);
  }

  /** Pages of the principal's sessions, newest first, each with a part of what servers offer. */
  Future<Offer> list(Principal principal, Fields params) {
    Cursor cursor = Cursor.of(params);
    return passed
        .list(ListOffered.Kind.RESOURCE, cursor)
        .compose(offered -> own(principal, cursor).map(page -> listed(page, offered)));
  }

  private Future<SessionPage> own(Principal principal, Cursor cursor) {
    SessionSearch search = new SessionSearch("live", null, null, cursor.own(), null);
    return cursor.ownOver()
        ? Future.succeededFuture(new SessionPage(List.of(), null))
        : sessions.list(search.of(principal, ErrorCode.INVALID_FIELD));
  }

  private static Offer listed(SessionPage page, OfferedPage offered) {
    List<String> all = new ArrayList<>();
    page.sessions().forEach(item -> all.add(JsonOut.object(out -> session(out, item))));
    all.addAll(offered.items());
    return Offer.page("resources", all, Cursor.next(page.next(), offered.next()));
  }

  Future<Offer> templates(Fields params) {
    Cursor cursor = Cursor.of(params);
    return passed
        .list(ListOffered.Kind.TEMPLATE, cursor)
        .map(offered -> {
          List<String> all = new ArrayList<>();
          if (!cursor.ownOver()) {
            TEMPLATES.forEach(
                template -> all.add(JsonOut.object(each -> template(each, template))));
          }
          all.addAll(offered.items());
          return Offer.page("resourceTemplates", all, Cursor.next(null, offered.next()));
        });
  }

  private static void template(JsonOut out, Template template) {
    out.text("uriTemplate", template.uri())
        .text("name", template.name())
        .text("description", template.description())
        .text("mimeType", JSON);
  }

  Future<Offer> read(
      Principal principal, Optional<McpSession> mcp, Fields params, Optional<String> state) {
    String uri = params.text("uri", 1, URI_MAX);
    if (uri.startsWith(SCHEME)) {
      return own(principal, mcp, uri);
    }
    return passed
        .ask(AskServer.What.RESOURCE, "uri", uri, params, state)
        .map(offer -> offer.orElseThrow(() -> absent(mcp, uri, "nobody offers it")));
  }

  private Future<Offer> own(Principal principal, Optional<McpSession> mcp, String uri) {
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
                ? Future.failedFuture(absent(mcp, uri, fault.detail()))
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

  /** Logs of projects and what servers offer are never told of. */
  Future<Optional<Source>> source(Principal principal, String uri) {
    Future<Source> found =
        uri.startsWith(TASKS)
            ? task(principal, uri)
            : uri.startsWith(SESSIONS) && !uri.endsWith(LOG)
                ? session(principal, uri)
                : Future.failedFuture(
                    new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning()));
    return found
        .map(Optional::of)
        .recover(failure ->
            failure instanceof Fault fault && ABSENT.contains(fault.code())
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure));
  }

  private Future<Source> task(Principal principal, String uri) {
    return tasks
        .get(principal, uri.substring(TASKS.length()))
        .map(task -> new Source(task.session(), task.taskId()));
  }

  private Future<Source> session(Principal principal, String uri) {
    try {
      return sessions
          .find(principal, uri.substring(SESSIONS.length()))
          .map(session -> new Source(session, null));
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
  private static RpcRefusal absent(Optional<McpSession> mcp, String uri, String why) {
    return RpcRefusal.answered(
        mcp.isPresent() ? RpcCode.RESOURCE_NOT_FOUND : RpcCode.INVALID_PARAMS,
        "no such resource: " + why,
        JsonOut.object(data -> data.text("uri", uri)));
  }

  private static void session(JsonOut out, SessionPage.Item item) {
    String id = item.session().id();
    out.text("uri", SESSIONS + id)
        .text("name", id)
        .text("description", "A session since " + item.createdAt())
        .text("mimeType", JSON);
  }
}
