package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Stage;
import java.util.HashMap;
import java.util.Map;

/** The newest numbers of the sessions of a principal, by the database. */
final class Heads {
  private static final int QUIET_MS = 500;
  private static final int LOOKS_MAX = 240;

  private final Stage stage;
  private final String principal;

  Heads(Stage stage, String principal) {
    this.stage = stage;
    this.principal = principal;
  }

  /** As they are now, by the id of the session. */
  Map<String, Long> now() {
    Map<String, Long> heads = new HashMap<>();
    stage
        .postgres()
        .each(
            "SELECT s.session_id, l.last_seq FROM session_log l JOIN session s"
                + " ON s.session_no = l.session_no WHERE s.principal = ?",
            row -> heads.put(row.getString(1), row.getLong(2)),
            principal);
    return heads;
  }

  /**
   * As they are when nothing is written any more.
   *
   * @throws IllegalStateException where something is for two minutes
   */
  Map<String, Long> quiet() {
    Map<String, Long> before = now();
    for (int left = LOOKS_MAX; left > 0; left--) {
      Blocking.pause(QUIET_MS);
      Map<String, Long> heads = now();
      if (heads.equals(before)) {
        return heads;
      }
      before = heads;
    }
    throw new IllegalStateException("sessions of " + principal + " are written all the time");
  }
}
