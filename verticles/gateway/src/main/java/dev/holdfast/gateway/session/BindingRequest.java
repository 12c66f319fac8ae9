package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.SessionMode;
import dev.holdfast.shared.message.SetProject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a session is to be bound to, and the key of what it is bound to. */
public final class BindingRequest {
  /** The fields of a project binding. */
  static final List<String> FIELDS = List.of("project", "mode", "repo_root", "expected_version");

  /** The field, and query parameter, of calls inside a project. */
  public static final String PROJECT_KEY = "project_key";

  private static final int KEY_MAX = 200;
  private static final int MODE_MAX = 64;
  private static final int PROJECT_MAX = 200;
  private static final int REPO_ROOT_MAX = 4_096;

  private BindingRequest() {}

  /** A session of mode {@code project}, which it is where none is named, must name one. */
  static SetProject read(SessionRef session, Fields fields) {
    SessionMode mode = mode(fields.textOrNull("mode", 0, MODE_MAX));
    return new SetProject(
        session,
        switch (mode) {
          case PROJECT -> fields.text("project", 1, PROJECT_MAX);
          case SENTINEL -> fields.textOrNull("project", 1, PROJECT_MAX);
        },
        fields.numberOrNull("expected_version", 0, Long.MAX_VALUE),
        mode,
        fields.textOrNull("repo_root", 1, REPO_ROOT_MAX));
  }

  /** The key that the caller gives, if any. */
  public static @Nullable String projectKey(Fields fields) {
    return fields.textOrNull(PROJECT_KEY, 1, KEY_MAX);
  }

  /** The same of a query parameter. */
  public static @Nullable String projectKey(@Nullable String text) {
    if (text != null && (text.isEmpty() || text.length() > KEY_MAX)) {
      throw new Fault(
          ErrorCode.BAD_REQUEST,
          "query parameter " + PROJECT_KEY + " must have 1-" + KEY_MAX + " characters");
    }
    return text;
  }

  private static SessionMode mode(@Nullable String wire) {
    if (wire == null) {
      return SessionMode.PROJECT;
    }
    return SessionMode.ofWire(wire)
        .orElseThrow(() -> new Fault(ErrorCode.INVALID_FIELD, "mode must be project or sentinel"));
  }
}
