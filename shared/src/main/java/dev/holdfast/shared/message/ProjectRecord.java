package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A project as the register has it.
 *
 * @param version grows by one with each change, from 1
 * @param createdAt RFC 3339 UTC, database clock
 * @param updatedAt RFC 3339 UTC, database clock
 * @param archivedAt RFC 3339 UTC, database clock; null unless it is archived
 */
public record ProjectRecord(
    String project,
    @Nullable String title,
    List<String> tags,
    ProjectStatus status,
    long version,
    String createdAt,
    String updatedAt,
    @Nullable String archivedAt) {
  public ProjectRecord {
    tags = List.copyOf(tags);
  }
}
