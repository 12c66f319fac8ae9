package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.ProjectJson;
import dev.holdfast.gateway.codec.SessionLifeJson;
import dev.holdfast.gateway.session.Projects;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.ListProjectAudit;
import dev.holdfast.shared.message.ListProjects;
import dev.holdfast.shared.message.ProjectRecord;
import io.vertx.core.Future;

/** Answers the frames about a principal's register of projects. */
final class ProjectRequests {
  private final Projects projects;
  private final Principal principal;

  ProjectRequests(Projects projects, Principal principal) {
    this.projects = projects;
    this.principal = principal;
  }

  Future<Reply> answer(ClientFrame.OfProjects frame, String requestId) {
    return switch (frame) {
      case ClientFrame.RegisterProject register ->
          projects
              .register(principal, register.project())
              .map(project -> told("register_project", requestId, project));
      case ClientFrame.DescribeProject describe ->
          projects
              .describe(principal, describe.project())
              .map(project -> told("describe_project", requestId, project));
      case ClientFrame.ListProjects list ->
          projects
              .list(
                  new ListProjects(
                      principal,
                      list.status(),
                      list.tag(),
                      list.prefix(),
                      list.before(),
                      list.limit()))
              .map(page ->
                  Reply.to("list_projects", requestId, out -> ProjectJson.write(out, page)));
      case ClientFrame.ChangeProject change ->
          projects
              .change(principal, change.project(), change.change())
              .map(project -> told("change_project", requestId, project));
      case ClientFrame.ArchiveProject archive ->
          projects
              .archive(principal, archive.project(), archive.archival())
              .map(archival ->
                  Reply.to("archive_project", requestId, out -> ProjectJson.write(out, archival)));
      case ClientFrame.ListProjectAudit audit ->
          projects
              .audit(
                  new ListProjectAudit(principal, audit.project(), audit.before(), audit.limit()))
              .map(page ->
                  Reply.to(
                      "list_project_audit", requestId, out -> SessionLifeJson.write(out, page)));
    };
  }

  private static Reply told(String op, String requestId, ProjectRecord project) {
    return Reply.to(op, requestId, out -> ProjectJson.write(out, project));
  }
}
