package dev.holdfast.registry.project;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.SessionMode;
import dev.holdfast.shared.message.SessionTool;
import java.util.Set;

/** Which tools a session has in its mode. */
final class ModeRules {
  private final ProjectConfig config;

  ModeRules(ProjectConfig config) {
    this.config = config;
  }

  /** Fails with {@code tool_not_allowed}, which names mode, tool and remedy. */
  void require(SessionMode mode, SessionTool tool) {
    if (!tools(mode).contains(tool)) {
      throw new Fault(
          ErrorCode.TOOL_NOT_ALLOWED,
          "mode " + mode.wire() + " does not allow " + tool.wire() + ": " + remedy(mode));
    }
  }

  private Set<SessionTool> tools(SessionMode mode) {
    return switch (mode) {
      case PROJECT -> config.projectTools();
      case SENTINEL -> config.sentinelTools();
    };
  }

  private static String remedy(SessionMode mode) {
    return switch (mode) {
      case PROJECT -> "the operator decides with registry.modes.project_tools";
      case SENTINEL ->
          "bind the session to a project with set_project / PUT /api/sessions/{id}/project, or use"
              + " another session";
    };
  }
}
