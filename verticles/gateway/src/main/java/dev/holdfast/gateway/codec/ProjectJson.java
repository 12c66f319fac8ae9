package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.Archival;
import dev.holdfast.shared.message.ProjectPage;
import dev.holdfast.shared.message.ProjectRecord;

/** Registered projects as every protocol shows them. */
public final class ProjectJson {
  private ProjectJson() {}

  /** Writes the record. */
  public static void write(JsonOut out, ProjectRecord record) {
    out.text("project", record.project())
        .text("title", record.title())
        .json("tags", EntryJson.texts(record.tags()))
        .text("status", record.status().wire())
        .number("version", record.version())
        .text("created_at", record.createdAt())
        .text("updated_at", record.updatedAt())
        .text("archived_at", record.archivedAt());
  }

  /** Writes {@code projects} and {@code next}. */
  public static void write(JsonOut out, ProjectPage page) {
    out.objects("projects", page.projects(), ProjectJson::write).number("next", page.next());
  }

  /** Writes what was archived, or would be. */
  public static void write(JsonOut out, Archival archival) {
    out.text("project", archival.project())
        .flag("dry_run", archival.confirm() != null)
        .number("live_sessions", archival.liveSessions())
        .number("entries", archival.entries())
        .number("version", archival.version())
        .text("confirm", archival.confirm())
        .text("archived_at", archival.archivedAt());
  }
}
