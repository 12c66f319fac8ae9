package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.session.Projects;
import dev.holdfast.gateway.session.SessionSearch;
import dev.holdfast.gateway.ws.FrameReader.Kind;
import dev.holdfast.shared.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the frames about a principal's register of projects; the members are those of HTTP. */
final class ProjectFrames {
  private static final String PROJECT = "project";
  private static final int TEXT_MAX = 200;

  private ProjectFrames() {}

  static void addTo(Map<String, Kind> kinds) {
    kinds.put(
        "register_project", new Kind(Projects.REGISTER_FIELDS, ClientFrame.RegisterProject::new));
    kinds.put(
        "describe_project",
        new Kind(List.of(PROJECT), each -> new ClientFrame.DescribeProject(project(each))));
    kinds.put(
        "list_projects",
        new Kind(List.of("status", "tag", "q", "limit", "before"), ProjectFrames::list));
    kinds.put(
        "change_project",
        new Kind(
            with(Projects.CHANGE_FIELDS),
            each -> new ClientFrame.ChangeProject(project(each), each)));
    kinds.put(
        "archive_project",
        new Kind(
            with(Projects.ARCHIVE_FIELDS),
            each -> new ClientFrame.ArchiveProject(project(each), each)));
    kinds.put(
        "list_project_audit",
        new Kind(
            List.of(PROJECT, "limit", "before"),
            each -> new ClientFrame.ListProjectAudit(project(each), before(each), limit(each))));
  }

  private static ClientFrame list(Fields fields) {
    return new ClientFrame.ListProjects(
        Projects.status(fields.textOrNull("status", 0, TEXT_MAX), ErrorCode.INVALID_FIELD),
        fields.textOrNull("tag", 1, TEXT_MAX),
        fields.textOrNull("q", 1, TEXT_MAX),
        before(fields),
        limit(fields));
  }

  private static String project(Fields fields) {
    return fields.text(PROJECT, 1, TEXT_MAX);
  }

  private static @Nullable Long before(Fields fields) {
    return fields.numberOrNull("before", 1, Long.MAX_VALUE);
  }

  private static int limit(Fields fields) {
    return SessionSearch.size(fields.numberOrNull("limit", 1, SessionSearch.PAGE_MAX));
  }

  private static List<String> with(List<String> members) {
    return Stream.concat(Stream.of(PROJECT), members.stream()).toList();
  }
}
