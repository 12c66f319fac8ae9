package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.Random;

/**
 * P8: restart and rolling update keep every binding. Each roll ends every pod in order with {@code
 * SIGTERM} and starts it anew, one after the other, while callers ask; after it every name is asked
 * for on a pod.
 */
public final class RollTrial implements Trial {
  private static final int SESSIONS_EACH_ROLL = 500;
  private static final int AT_ONCE = 24;
  private static final int ASK_EVERY_MS = 5;

  public static void main(String[] args) {
    Program.main(new RollTrial(), args);
  }

  @Override
  public String promise() {
    return "P8";
  }

  @Override
  public int wanted() {
    return 20;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    String token = stage.token("acme", "roll-" + Long.toHexString(random.nextLong()), "session");
    String[] sessions = new String[SESSIONS_EACH_ROLL * n];
    List<Pod> pods = stage.pods();
    Crowd.each(
        sessions.length,
        AT_ONCE,
        i -> sessions[i] = Patient.session(stage, pods.get(i % pods.size()), token, "name-" + i));
    Random choice = new Random(random.nextLong());
    for (int roll = 0; roll < n; roll++) {
      int shift = roll + 1;
      Crowd.during(
          ASK_EVERY_MS,
          () -> ask(stage, token, sessions, choice, findings),
          () -> roll(stage, findings));
      Crowd.each(
          sessions.length,
          AT_ONCE,
          i -> {
            Pod pod = pods.get((i + shift) % pods.size());
            same(sessions[i], Patient.session(stage, pod, token, "name-" + i), findings);
          });
      findings.tried(1);
    }
    findings.remark("sessions", Integer.toString(sessions.length));
  }

  private static boolean roll(Stage stage, Findings findings) {
    for (Pod pod : stage.pods()) {
      int exit = pod.terminate();
      findings.check(exit == 0, pod.name() + " ended with " + exit);
      pod.start();
    }
    return true;
  }

  /** A caller during the roll; one whose pod is away or stopping goes to another. */
  private static void ask(
      Stage stage, String token, String[] sessions, Random choice, Findings findings) {
    int name = choice.nextInt(sessions.length);
    for (Pod pod : stage.pods()) {
      Caller.Answer answer = stage.caller().call(pod, Caller.Ask.session(token, "name-" + name));
      if (answer.ok()) {
        findings.count("answers during rolls");
        same(sessions[name], answer.text("session_id"), findings);
        return;
      }
      findings.check(Patient.passing(answer), "during a roll: " + answer);
    }
    findings.count("asked all pods in vain");
  }

  private static void same(String session, String answered, Findings findings) {
    findings.check(
        session.equals(answered), "the binding to " + session + " became '" + answered + "'");
  }
}
