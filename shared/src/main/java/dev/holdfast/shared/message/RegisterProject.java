package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers a project of the principal, as {@code active}; fails with {@code project_exists}.
 *
 * @param project 1-200 characters
 * @param title 1-200 characters, or null
 */
public record RegisterProject(
    Principal principal, String project, @Nullable String title, List<String> tags) {
  public RegisterProject {
    tags = List.copyOf(tags);
  }
}
