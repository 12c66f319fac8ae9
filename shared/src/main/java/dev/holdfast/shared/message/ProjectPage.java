package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Projects, newest first.
 *
 * @param next what to give as {@code before} for the next page; null on the last
 */
public record ProjectPage(List<ProjectRecord> projects, @Nullable Long next) {
  public ProjectPage {
    projects = List.copyOf(projects);
  }
}
