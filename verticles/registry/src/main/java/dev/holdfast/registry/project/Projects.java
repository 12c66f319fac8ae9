package dev.holdfast.registry.project;

import dev.holdfast.registry.belief.Changes;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.ProjectStore;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.Admitted;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.SessionMode;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SetProject;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds sessions to projects, tells what they are bound to, and what they may do there. */
public final class Projects {
  /** Unicode code points, as Postgres counts them. */
  private static final int LENGTH_MAX = 200;

  private static final int REPO_ROOT_MAX = 4_096;

  private final ProjectStore store;
  private final Changes changes;
  private final ModeRules modes;
  private final Deadline deadline;

  public Projects(ProjectStore store, Changes changes, ProjectConfig config, Deadline deadline) {
    this.store = store;
    this.changes = changes;
    this.modes = new ModeRules(config);
    this.deadline = deadline;
  }

  /** What was just committed is what the next call reads, on any pod. */
  public Future<ProjectBinding> set(SetProject command) {
    String project = command.project();
    if (project != null) {
      requireText("project", project, LENGTH_MAX);
    }
    String repoRoot = command.repoRoot();
    if (repoRoot != null) {
      requireText("repo_root", repoRoot, REPO_ROOT_MAX);
    }
    if ((command.mode() == SessionMode.PROJECT) != (project != null)
        || (project == null && repoRoot != null)) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "project goes with mode project, and neither it nor repo_root with mode sentinel");
    }
    return changes.make(
        new Hint.HoldProject(new GetProject(command.session())),
        () ->
            deadline.limit(
                store.set(command, mode -> modes.require(mode, SessionTool.SET_PROJECT))));
  }

  public Future<ProjectBinding> get(GetProject question) {
    return deadline
        .limit(store.get(question.session()))
        .map(found -> found.orElseThrow(Projects::unbound));
  }

  /** For calls that are carried out elsewhere. */
  public Future<Admitted> admit(AdmitCall call) {
    return binding(call.session(), call.tool(), call.projectKey())
        .map(found -> new Admitted(mode(found)));
  }

  /**
   * The binding as it is now, if there is one, where the session may use this tool and the caller's
   * key is the binding's.
   *
   * @return fails with {@code tool_not_allowed}, {@code forged_project_key} or {@code
   *     unknown_session}
   */
  public Future<Optional<ProjectBinding>> binding(
      SessionRef session, SessionTool tool, @Nullable String projectKey) {
    return deadline
        .limit(store.get(session))
        .map(found -> {
          requireAllowed(
              mode(found), tool, projectKey, found.map(ProjectBinding::projectKey).orElse(null));
          return found;
        });
  }

  /** The project itself; fails with {@code project_unbound} as well. */
  public Future<String> enter(SessionRef session, SessionTool tool, @Nullable String projectKey) {
    return binding(session, tool, projectKey)
        .map(found -> found.map(ProjectBinding::project).orElseThrow(Projects::unbound));
  }

  /**
   * Refuses what the mode does not allow, and a key that is not the binding's.
   *
   * @param claimed what the caller gave, or null
   * @param actual the binding's own, null where there is no project
   */
  public void requireAllowed(
      SessionMode mode, SessionTool tool, @Nullable String claimed, @Nullable String actual) {
    modes.require(mode, tool);
    if (claimed != null && !claimed.equals(actual)) {
      throw new Fault(
          ErrorCode.FORGED_PROJECT_KEY,
          "project_key is not the one of this session's binding: read that with get_project / GET"
              + " /api/sessions/{id}/project");
    }
  }

  /** What a session without a project is told: how to get one. */
  public static Fault unbound() {
    return new Fault(
        ErrorCode.PROJECT_UNBOUND,
        "the session has no project yet: bind one with set_project / PUT"
            + " /api/sessions/{id}/project");
  }

  private static SessionMode mode(Optional<ProjectBinding> found) {
    return found.map(ProjectBinding::mode).orElse(SessionMode.PROJECT);
  }

  static void requireText(String name, String text, int max) {
    int length = text.codePointCount(0, text.length());
    if (length < 1 || length > max) {
      throw new Fault(
          ErrorCode.INVALID_FIELD, name + " must have 1-" + max + " characters, has " + length);
    }
    if (text.indexOf('\0') >= 0) {
      throw new Fault(ErrorCode.INVALID_FIELD, name + " must not contain the character U+0000");
    }
  }
}
