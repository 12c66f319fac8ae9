package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes a registered project by compare-and-set; what is null stays. Fails with {@code
 * version_conflict} naming the actual version, {@code status_conflict}, {@code project_archived} or
 * {@code unknown_project}.
 *
 * @param title 1-200 characters
 * @param tags in the place of all that there are
 * @param expectedVersion the version the caller knows; null to change whatever is there
 */
public record ChangeProject(
    Principal principal,
    String project,
    @Nullable String title,
    @Nullable List<String> tags,
    @Nullable ProjectStatus status,
    @Nullable Long expectedVersion) {
  public ChangeProject {
    tags = tags == null ? null : List.copyOf(tags);
  }
}
