package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.fault.Harm;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the pods hear each other again. Who looks at a session is told which pods are alive by
 * the database's account and did not answer over the bus: where none is on any pod in one look at
 * all of them, and the account has all of them, all are one.
 */
final class Reunion {
  private static final double BOUND_MS = 60_000;
  private static final int GIVE_UP_MS = 180_000;
  private static final int LOOK_EVERY_MS = 250;
  private static final String SESSION = "reunion";

  private Reunion() {}

  /** Waits, from the moment at which the links were up again. */
  static void await(Stage stage, Harm harm, Findings findings) {
    String token = stage.token("acme", SESSION, "session");
    String path = "/api/sessions/" + session(stage, token);
    Caller.Ask ask = Caller.Ask.get(token, path);
    while (!counted(stage) || !stage.pods().stream().allMatch(pod -> whole(stage, pod, ask))) {
      if (tookMs(harm) > GIVE_UP_MS) {
        findings.violation("the pods do not hear each other after " + harm);
        return;
      }
      Blocking.pause(LOOK_EVERY_MS);
    }
    findings.max("ms until all pods hear each other after " + harm.fault().word(), tookMs(harm));
    if (tookMs(harm) > BOUND_MS) {
      findings.late("the pods heard each other " + tookMs(harm) + " ms after " + harm);
    }
  }

  private static String session(Stage stage, String token) {
    return Patient.session(stage, stage.pods().getFirst(), token, SESSION);
  }

  /** Whether the account has every pod; one that it takes for gone is not missed by the others. */
  private static boolean counted(Stage stage) {
    List<String> alive = new ArrayList<>();
    stage
        .postgres()
        .each("SELECT name FROM pod WHERE gone_at IS NULL", row -> alive.add(row.getString(1)));
    return alive.size() == stage.pods().size();
  }

  private static boolean whole(Stage stage, Pod pod, Caller.Ask ask) {
    Caller.Answer answer = stage.caller().call(pod, ask);
    return answer.ok() && unanswered(answer).isEmpty();
  }

  private static JsonArray unanswered(Caller.Answer answer) {
    return answer.json().getJsonArray("pods_unanswered", new JsonArray());
  }

  private static long tookMs(Harm harm) {
    return System.currentTimeMillis() - harm.untilMs();
  }
}
