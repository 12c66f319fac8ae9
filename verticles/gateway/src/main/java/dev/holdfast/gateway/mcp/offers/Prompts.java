package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.TaskRequest;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AskServer;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.ListOffered;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.TaskFilter;
import dev.holdfast.shared.message.TaskPage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One prompt of our own, which goes on with the work of a session as its log and its tasks tell of
 * it; and those of agents' servers.
 */
final class Prompts {
  private static final String NAME = "continue_session";
  private static final String DESCRIPTION =
      "Goes on with the work of a session: its unfinished tasks and its project's newest entries";
  private static final String ARGUMENT = "session_id";
  private static final int NAME_MAX = 200;
  private static final long ENTRIES = 20;
  private static final int TASKS = 20;
  private static final int SHOWN_MAX = 500;

  private final Sessions sessions;
  private final TaskQueries tasks;
  private final Entries entries;
  private final Passed passed;

  Prompts(Sessions sessions, TaskQueries tasks, Entries entries, Passed passed) {
    this.passed = passed;
    this.sessions = sessions;
    this.tasks = tasks;
    this.entries = entries;
  }

  Future<Offer> list(Optional<McpSession> mcp, Fields params) {
    Cursor cursor = Cursor.of(params);
    return passed
        .list(ListOffered.Kind.PROMPT, cursor)
        .map(offered -> {
          List<String> all = new ArrayList<>();
          if (!cursor.ownOver()) {
            all.add(JsonOut.object(each -> own(each, mcp.isEmpty())));
          }
          all.addAll(offered.items());
          return Offer.page("prompts", all, Cursor.next(null, offered.next()));
        });
  }

  /**
   * @param named whether the session has to be named
   */
  private static void own(JsonOut out, boolean named) {
    out.text("name", NAME)
        .text("title", "Continue a session")
        .text("description", DESCRIPTION)
        .objects(
            "arguments",
            List.of(ARGUMENT),
            (argument, field) ->
                argument
                    .text("name", field)
                    .text("description", "Which session is meant")
                    .flag("required", named));
  }

  Future<Offer> get(
      Principal principal, Optional<McpSession> mcp, Fields params, Optional<String> state) {
    String name = params.text("name", 1, NAME_MAX);
    if (!name.equals(NAME)) {
      return passed
          .ask(AskServer.What.PROMPT, "name", name, params, state)
          .map(offer -> offer.orElseThrow(Prompts::none));
    }
    return session(principal, mcp, params)
        .compose(session ->
            log(session).compose(log -> unfinished(session).map(work -> told(session, log, work))));
  }

  private static RpcRefusal none() {
    return RpcRefusal.answered(
        RpcCode.INVALID_PARAMS, "no such prompt; prompts/list tells which there are");
  }

  private Future<SessionRef> session(Principal principal, Optional<McpSession> mcp, Fields params) {
    Fields arguments = params.objectOrNull("arguments");
    String named = arguments == null ? null : TaskRequest.sessionId(arguments);
    if (named != null) {
      return sessions.find(principal, named);
    }
    return mcp.map(own -> Future.succeededFuture(own.session()))
        .orElseGet(() ->
            Future.failedFuture(
                new Fault(ErrorCode.MISSING_FIELD, "arguments.session_id is required")));
  }

  private Future<String> log(SessionRef session) {
    return entries
        .recent(session, JournalLog.MAIN, null, ENTRIES, null)
        .map(Prompts::lines)
        .recover(failure ->
            failure instanceof Fault fault && hasNoLog(fault.code())
                ? Future.succeededFuture("no project is set, or its mode shows no log")
                : Future.failedFuture(failure));
  }

  private static boolean hasNoLog(ErrorCode code) {
    return code == ErrorCode.PROJECT_UNBOUND || code == ErrorCode.TOOL_NOT_ALLOWED;
  }

  private Future<String> unfinished(SessionRef session) {
    return tasks
        .list(
            new ListTasks(session.owner(), session.number(), null, null, TASKS, TaskFilter.ACTIVE))
        .map(Prompts::lines);
  }

  private static Offer told(SessionRef session, String log, String work) {
    String text =
        "Go on with the work of the Holdfast session "
            + session.id()
            + ".\n\nUnfinished tasks:\n"
            + work
            + "\n\nNewest entries of its project, newest first:\n"
            + log;
    return Offer.once(out ->
        out.text("description", DESCRIPTION)
            .objects(
                "messages",
                List.of(text),
                (each, message) ->
                    each.text("role", "user").object("content", block -> text(block, message))));
  }

  private static void text(JsonOut out, String text) {
    out.text("type", "text").text("text", text);
  }

  private static String lines(EntryPage page) {
    return page.entries().isEmpty()
        ? "none"
        : page.entries().stream()
            .map(entry -> "- " + entry.at() + " " + cut(entry.content().message()))
            .collect(Collectors.joining("\n"));
  }

  private static String lines(TaskPage page) {
    return page.tasks().isEmpty()
        ? "none"
        : page.tasks().stream()
            .map(task ->
                "- " + task.taskId() + " " + task.status().wire() + ": " + cut(task.input()))
            .collect(Collectors.joining("\n"));
  }

  private static String cut(String text) {
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }
}
