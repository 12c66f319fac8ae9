package dev.holdfast.registry.project;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.ArchiveStore;
import dev.holdfast.registry.store.RegisterStore;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Archival;
import dev.holdfast.shared.message.ArchiveProject;
import dev.holdfast.shared.message.ChangeProject;
import dev.holdfast.shared.message.ProjectRecord;
import dev.holdfast.shared.message.ProjectStatus;
import dev.holdfast.shared.message.RegisterProject;
import io.vertx.core.Future;

/**
 * The register of projects. Archiving is in two steps, like a rotation of entries: a dry run tells
 * what would be archived, and what it answers confirms exactly that.
 */
public final class Register {
  private static final int LENGTH_MAX = 200;

  private final RegisterStore store;
  private final ArchiveStore archives;
  private final Deadline deadline;

  public Register(RegisterStore store, ArchiveStore archives, Deadline deadline) {
    this.store = store;
    this.archives = archives;
    this.deadline = deadline;
  }

  /** Answers the register's addresses from the calling verticle's context. */
  public void answer(Bus bus) {
    bus.answer(Addresses.REGISTER_PROJECT, this::register);
    bus.answer(
        Addresses.DESCRIBE_PROJECT,
        asked -> deadline.limit(store.describe(asked.principal(), asked.project())));
    bus.answer(Addresses.LIST_PROJECTS, wanted -> deadline.limit(store.list(wanted)));
    bus.answer(Addresses.CHANGE_PROJECT, this::change);
    bus.answer(Addresses.ARCHIVE_PROJECT, this::archive);
    bus.answer(Addresses.LIST_PROJECT_AUDIT, wanted -> deadline.limit(archives.audit(wanted)));
  }

  private Future<ProjectRecord> register(RegisterProject command) {
    Projects.requireText("project", command.project(), LENGTH_MAX);
    String title = command.title();
    if (title != null) {
      Projects.requireText("title", title, LENGTH_MAX);
    }
    return deadline.limit(store.create(command));
  }

  private Future<ProjectRecord> change(ChangeProject command) {
    String title = command.title();
    if (title != null) {
      Projects.requireText("title", title, LENGTH_MAX);
    }
    if (command.status() == ProjectStatus.ARCHIVED) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "status archived asks for a confirmation: POST /api/projects/{project}/archive");
    }
    return deadline.limit(store.change(command));
  }

  /** Fails with {@code version_conflict} where what was confirmed is not what is there. */
  private Future<Archival> archive(ArchiveProject command) {
    String confirm = command.confirm();
    return deadline.limit(
        confirm == null
            ? archives.plan(command.principal(), command.project())
            : archives.archive(command.principal(), command.project(), confirm));
  }
}
