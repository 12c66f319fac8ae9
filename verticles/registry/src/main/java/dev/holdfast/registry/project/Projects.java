package dev.holdfast.registry.project;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.ProjectStore;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.SetProject;
import io.vertx.core.Future;

/** Binds sessions to projects and tells what they are bound to. */
public final class Projects {
  /** Unicode code points, as Postgres counts them. */
  private static final int LENGTH_MAX = 200;

  private final ProjectStore store;
  private final Deadline deadline;

  public Projects(ProjectStore store, Deadline deadline) {
    this.store = store;
    this.deadline = deadline;
  }

  /** What was just committed is what the next call reads, on any pod. */
  public Future<ProjectBinding> set(SetProject command) {
    requireValid(command.project());
    return deadline.limit(
        store.set(command.session(), command.project(), command.expectedVersion()));
  }

  public Future<ProjectBinding> get(GetProject question) {
    return deadline
        .limit(store.get(question.session()))
        .map(found -> found.orElseThrow(Projects::unbound));
  }

  private static void requireValid(String project) {
    int length = project.codePointCount(0, project.length());
    if (length < 1 || length > LENGTH_MAX) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "project must have 1-" + LENGTH_MAX + " characters, has " + length);
    }
    if (project.indexOf('\0') >= 0) {
      throw new Fault(ErrorCode.INVALID_FIELD, "project must not contain the character U+0000");
    }
  }

  /** What a session without a project is told: how to get one. */
  public static Fault unbound() {
    return new Fault(
        ErrorCode.PROJECT_UNBOUND,
        "the session has no project yet: bind one with set_project / PUT"
            + " /api/sessions/{id}/project");
  }
}
