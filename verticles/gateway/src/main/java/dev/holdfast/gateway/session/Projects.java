package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.Archival;
import dev.holdfast.shared.message.ArchiveProject;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.ChangeProject;
import dev.holdfast.shared.message.DescribeProject;
import dev.holdfast.shared.message.ListProjectAudit;
import dev.holdfast.shared.message.ListProjects;
import dev.holdfast.shared.message.ProjectPage;
import dev.holdfast.shared.message.ProjectRecord;
import dev.holdfast.shared.message.ProjectStatus;
import dev.holdfast.shared.message.RegisterProject;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The register of a principal's projects. */
public final class Projects {
  /** The fields of a new project. */
  public static final List<String> REGISTER_FIELDS = List.of("project", "title", "tags");

  /** The fields of a change. */
  public static final List<String> CHANGE_FIELDS =
      List.of("title", "tags", "status", "expected_version");

  /** The fields of an archiving. */
  public static final List<String> ARCHIVE_FIELDS = List.of("dry_run", "confirm");

  private static final int NAME_MAX = 200;
  private static final int STATUS_MAX = 64;
  private static final int TAGS_MAX = 32;
  private static final int TAG_MAX = 64;
  private static final String TAGS = "tags";

  private final Bus bus;

  public Projects(Bus bus) {
    this.bus = bus;
  }

  public Future<ProjectRecord> register(Principal principal, Fields fields) {
    return bus.request(
        Addresses.REGISTER_PROJECT,
        new RegisterProject(
            principal,
            fields.text("project", 1, NAME_MAX),
            fields.textOrNull("title", 1, NAME_MAX),
            EntryFields.texts(fields, TAGS, TAGS_MAX, TAG_MAX)));
  }

  public Future<ProjectRecord> describe(Principal principal, String project) {
    return bus.request(Addresses.DESCRIBE_PROJECT, new DescribeProject(principal, project));
  }

  public Future<ProjectPage> list(ListProjects page) {
    return bus.request(Addresses.LIST_PROJECTS, page);
  }

  /** Changes what is named; what is not stays. */
  public Future<ProjectRecord> change(Principal principal, String project, Fields fields) {
    ChangeProject command =
        new ChangeProject(
            principal,
            project,
            fields.textOrNull("title", 1, NAME_MAX),
            EntryFields.has(fields, TAGS)
                ? EntryFields.texts(fields, TAGS, TAGS_MAX, TAG_MAX)
                : null,
            status(fields.textOrNull("status", 0, STATUS_MAX), ErrorCode.INVALID_FIELD),
            fields.numberOrNull("expected_version", 1, Long.MAX_VALUE));
    if (command.title() == null && command.tags() == null && command.status() == null) {
      throw new Fault(ErrorCode.MISSING_FIELD, "one of title, tags, status is required");
    }
    return bus.request(Addresses.CHANGE_PROJECT, command);
  }

  /** Nothing is archived by accident: without {@code confirm} it is a dry run. */
  public Future<Archival> archive(Principal principal, String project, Fields fields) {
    String confirm = fields.textOrNull("confirm", 1, NAME_MAX);
    boolean dryRun = EntryFields.flag(fields, "dry_run", confirm == null);
    if (dryRun && confirm != null) {
      throw new Fault(ErrorCode.INVALID_FIELD, "confirm does not go with dry_run");
    }
    if (!dryRun && confirm == null) {
      throw new Fault(
          ErrorCode.MISSING_FIELD, "confirm is required: it is what dry_run true answers");
    }
    return bus.request(Addresses.ARCHIVE_PROJECT, new ArchiveProject(principal, project, confirm));
  }

  public Future<AuditPage> audit(ListProjectAudit page) {
    return bus.request(Addresses.LIST_PROJECT_AUDIT, page);
  }

  /** The status of that name; null where none is named. */
  public static @Nullable ProjectStatus status(@Nullable String wire, ErrorCode otherwise) {
    return wire == null
        ? null
        : ProjectStatus.ofWire(wire)
            .orElseThrow(() ->
                new Fault(
                    otherwise,
                    "status must be one of "
                        + String.join(
                            ", ",
                            Arrays.stream(ProjectStatus.values())
                                .map(ProjectStatus::wire)
                                .toList())));
  }
}
