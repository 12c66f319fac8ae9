package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Binds a session to a project, or makes it a sentinel, by compare-and-set; fails with {@code
 * version_conflict} naming the actual version, {@code project_archived} or {@code
 * tool_not_allowed}. A project that is not registered is registered with it, as active.
 *
 * @param project 1-200 characters; null in mode {@code sentinel}
 * @param expectedVersion the version the caller knows, 0 for "unbound"; null to set whatever is
 *     there
 * @param repoRoot the real path of the repository, which its client resolves; part of the project
 *     key; null where there is none
 */
public record SetProject(
    SessionRef session,
    @Nullable String project,
    @Nullable Long expectedVersion,
    SessionMode mode,
    @Nullable String repoRoot) {
  /** To a project, without a repository. */
  public SetProject(SessionRef session, String project, @Nullable Long expectedVersion) {
    this(session, project, expectedVersion, SessionMode.PROJECT, null);
  }
}
