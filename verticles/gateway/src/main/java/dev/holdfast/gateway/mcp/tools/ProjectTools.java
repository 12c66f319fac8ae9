package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.ProjectJson;
import dev.holdfast.gateway.codec.SessionJson;
import dev.holdfast.gateway.session.Projects;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.message.ListProjects;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which project a session works on, and which there are. */
final class ProjectTools {
  private static final int TEXT_MAX = 200;
  private static final List<String> BINDING = with(Sessions.PROJECT_FIELDS);

  private final ToolSessions which;
  private final Sessions sessions;
  private final Projects projects;

  ProjectTools(ToolSessions which, Sessions sessions, Projects projects) {
    this.which = which;
    this.sessions = sessions;
    this.projects = projects;
  }

  Map<String, Operation> operations() {
    return Map.of("set_project", this::set, "get_project", this::get, "list_projects", this::list);
  }

  /** The names, and that of the session. */
  static List<String> with(List<String> names) {
    return Stream.concat(names.stream(), Stream.of(ToolSessions.FIELD)).toList();
  }

  private Future<String> set(ToolCaller caller, Fields arguments) {
    arguments.allow(BINDING);
    return which
        .of(caller, arguments)
        .compose(session ->
            sessions
                .bind(session, arguments)
                .map(binding ->
                    JsonOut.object(out -> {
                      out.text(ToolSessions.FIELD, session.id());
                      SessionJson.write(out, binding);
                    })));
  }

  private Future<String> get(ToolCaller caller, Fields arguments) {
    arguments.allow(List.of(ToolSessions.FIELD));
    return which
        .of(caller, arguments)
        .compose(session ->
            sessions
                .project(session)
                .map(binding ->
                    JsonOut.object(out -> {
                      out.text(ToolSessions.FIELD, session.id());
                      SessionJson.write(out, binding);
                    })));
  }

  private Future<String> list(ToolCaller caller, Fields arguments) {
    arguments.allow(List.of("status", "tag", "q", "limit", "before"));
    return projects
        .list(
            new ListProjects(
                caller.principal(),
                Projects.status(
                    arguments.textOrNull("status", 0, TEXT_MAX), ErrorCode.INVALID_FIELD),
                arguments.textOrNull("tag", 1, TEXT_MAX),
                arguments.textOrNull("q", 1, TEXT_MAX),
                arguments.numberOrNull("before", 1, Long.MAX_VALUE),
                SessionSearch.size(arguments.numberOrNull("limit", 1, SessionSearch.PAGE_MAX))))
        .map(page -> JsonOut.object(out -> ProjectJson.write(out, page)));
  }
}
