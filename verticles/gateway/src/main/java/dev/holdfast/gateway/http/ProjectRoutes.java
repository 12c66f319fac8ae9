package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.ProjectJson;
import dev.holdfast.gateway.codec.SessionLifeJson;
import dev.holdfast.gateway.session.Projects;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.ListProjectAudit;
import dev.holdfast.shared.message.ListProjects;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects}: register, read, list, change, archive. */
public final class ProjectRoutes {
  private static final String PROJECT = "project";
  private static final String ONE = "/api/projects/:project";
  private static final int TEXT_MAX = 200;

  private final Projects projects;

  public ProjectRoutes(Projects projects) {
    this.projects = projects;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/projects", this::register),
        Route.get("/api/projects", List.of("status", "tag", "q", "limit", "before"), this::list),
        Route.get(ONE, this::describe),
        new Route(HttpMethod.PATCH, ONE, false, List.of(), this::change),
        Route.post(ONE + "/archive", this::archive),
        Route.get(ONE + "/audit", List.of("limit", "before"), this::audit));
  }

  private Future<Answer> register(Call call) {
    return projects
        .register(call.principal(), call.body(Projects.REGISTER_FIELDS))
        .map(project -> Answer.json(201, out -> ProjectJson.write(out, project)));
  }

  private Future<Answer> list(Call call) {
    Query query = call.query();
    ListProjects wanted =
        new ListProjects(
            call.principal(),
            Projects.status(query.text("status"), ErrorCode.BAD_REQUEST),
            text(query, "tag"),
            text(query, "q"),
            query.number("before", 1, Long.MAX_VALUE),
            SessionSearch.size(query.number("limit", 1, SessionSearch.PAGE_MAX)));
    return projects.list(wanted).map(page -> Answer.json(200, out -> ProjectJson.write(out, page)));
  }

  private Future<Answer> describe(Call call) {
    return projects
        .describe(call.principal(), name(call))
        .map(project -> Answer.json(200, out -> ProjectJson.write(out, project)));
  }

  private Future<Answer> change(Call call) {
    return projects
        .change(call.principal(), name(call), call.body(Projects.CHANGE_FIELDS))
        .map(project -> Answer.json(200, out -> ProjectJson.write(out, project)));
  }

  private Future<Answer> archive(Call call) {
    return projects
        .archive(call.principal(), name(call), call.body(Projects.ARCHIVE_FIELDS))
        .map(archival -> Answer.json(200, out -> ProjectJson.write(out, archival)));
  }

  private Future<Answer> audit(Call call) {
    ListProjectAudit wanted =
        new ListProjectAudit(
            call.principal(),
            name(call),
            call.query().number("before", 1, Long.MAX_VALUE),
            SessionSearch.size(call.query().number("limit", 1, SessionSearch.PAGE_MAX)));
    return projects
        .audit(wanted)
        .map(page -> Answer.json(200, out -> SessionLifeJson.write(out, page)));
  }

  /** A name that cannot be one is an unknown one. */
  private static String name(Call call) {
    String name = call.path(PROJECT);
    if (name.indexOf('\0') >= 0) {
      throw new Fault(ErrorCode.UNKNOWN_PROJECT, ErrorCode.UNKNOWN_PROJECT.meaning());
    }
    return name;
  }

  private static @Nullable String text(Query query, String name) {
    String text = query.text(name);
    if (text != null && (text.isEmpty() || text.length() > TEXT_MAX || text.indexOf('\0') >= 0)) {
      throw new Fault(
          ErrorCode.BAD_REQUEST,
          "query parameter " + name + " must have 1-" + TEXT_MAX + " characters, none U+0000");
    }
    return text;
  }
}
