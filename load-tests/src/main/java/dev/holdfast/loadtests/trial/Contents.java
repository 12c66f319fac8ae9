package dev.holdfast.loadtests.trial;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What was told of one session by whatever pod and transport: under one number always the same. Of
 * one event loop.
 */
final class Contents {
  private final String session;
  private final List<Integer> marks = new ArrayList<>();

  Contents(String session) {
    this.session = session;
  }

  String session() {
    return session;
  }

  void take(long seq, JsonObject event, Findings findings) {
    findings.check(
        session.equals(event.getString("session_id", session)),
        Breach.CROSSED,
        "an event of " + event.getString("session_id") + " came to a watcher of " + session);
    JsonObject content = event.copy();
    content.remove("op");
    content.remove("subscription");
    int mark = content.encode().hashCode();
    int index = (int) seq - 1;
    if (index < marks.size()) {
      findings.check(
          marks.get(index) == mark,
          Breach.CROSSED,
          "event " + seq + " of " + session + " was told in two ways");
    } else if (index == marks.size()) {
      marks.add(mark);
    }
  }
}
