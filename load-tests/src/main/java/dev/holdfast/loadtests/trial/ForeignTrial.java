package dev.holdfast.loadtests.trial;

import dev.holdfast.deploy.fleet.Client;
import dev.holdfast.loadtests.api.Names;
import dev.holdfast.loadtests.api.Operation;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * P23: a foreign session is never readable, writable or distinguishable. Every operation of the
 * OpenAPI document and every frame of the WebSocket schema is sent by every kind of stranger, once
 * with the names of somebody's session, task and key, once with names of nothing; both must be
 * answered alike, no answer may hold what is the owner's, and the owner's rows must stay as they
 * were. n counts the requests with foreign names.
 */
public final class ForeignTrial implements Trial {
  private static final int FRAMES_EVERY = 20;
  private static final int LOOKS_MAX = 300;
  private static final int LOOK_EVERY_MS = 100;

  public static void main(String[] args) {
    Program.main(new ForeignTrial(), args);
  }

  @Override
  public String promise() {
    return "P23";
  }

  @Override
  public int wanted() {
    return 100_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    String mark = Long.toHexString(random.nextLong());
    String owner = "owner-" + mark;
    String token = stage.token("acme", owner, "session");
    List<Stranger> strangers =
        List.of(
            new Stranger("same tenant", stage.token("acme", "other-" + mark, "session")),
            new Stranger("same name, other tenant", stage.token("evil", owner, "session")),
            new Stranger("other tenant", stage.token("evil", "other-" + mark, "session")),
            new Stranger("admin of other tenant", stage.token("evil", "adm-" + mark, "admin")));
    Pod pod = stage.pods().getFirst();
    List<Operation> operations =
        Operation.of(stage.caller().call(pod, Caller.Ask.get(token, "/openapi.json")).json());
    findings.remark("operations", Integer.toString(operations.size()));
    String key = key(stage, stage.token("acme", "admin-" + mark, "admin"), owner);
    ForeignWalk walk = new ForeignWalk(stage, operations, findings);
    for (int pair = 0; findings.tries() < n; pair++) {
      Owned owned = Owned.make(stage, token, mark + "-" + pair);
      Names foreign = names(owned.session(), owned.task(), key, owned.transport());
      String before = owned.rows(stage);
      for (int i = 0; i < strangers.size(); i++) {
        Names unknown = nothing(foreign, random, i);
        walk.over(strangers.get(i), foreign, unknown, owned.canaries());
        if (pair % FRAMES_EVERY == 0) {
          walk.frames(strangers.get(i), foreign, unknown, owned.canaries());
        }
      }
      findings.check(before.equals(owned.rows(stage)), "rows of " + owned + " were changed");
    }
    operations.forEach(operation ->
        new TreeSet<>(operation.notMapped(names("", "", "", "")))
            .forEach(name -> findings.count("path parameters not mapped: " + name)));
    String revoked =
        "SELECT count(*) FROM credential WHERE principal = ? AND revoked_at IS NOT NULL";
    findings.check(
        stage.postgres().number(revoked, owner) == 0, "a stranger revoked a key of the owner");
    walk.tellMedians();
  }

  /** Somebody with a valid credential who has no right to the owner's things. */
  record Stranger(String kind, String token) {}

  private static String key(Stage stage, String admin, String owner) {
    String body = "{\"principal\":\"" + owner + "\",\"label\":\"canary\"}";
    Pod pod = stage.pods().getFirst();
    Caller.Answer made = Patient.call(stage, pod, Caller.Ask.post(admin, "/api/admin/keys", body));
    if (!made.ok()) {
      throw new IllegalStateException("no key was made: " + made);
    }
    return made.text("key_id");
  }

  private static Names names(String session, String task, String key, String transport) {
    return new Names(
        Map.of(
            "session_id", session,
            "task_id", task,
            "key_id", key,
            "X-Transport-Id", transport,
            "Idempotency-Key", transport,
            "idempotency_key", transport));
  }

  /** Names of the same form that lead nowhere. */
  private static Names nothing(Names foreign, Random random, int stranger) {
    Map<String, String> scrambled = new HashMap<>();
    Map<String, String> other = new HashMap<>();
    foreign
        .values()
        .forEach((name, value) ->
            other.put(
                name, scrambled.computeIfAbsent(value, same -> scrambled(same, random, stranger))));
    return new Names(other);
  }

  private static String scrambled(String value, Random random, int stranger) {
    int prefix = value.indexOf('_') + 1;
    StringBuilder text = new StringBuilder(value.substring(0, prefix));
    while (text.length() < value.length() - 1) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.append(stranger).toString();
  }

  /** A session with all that a session can have. */
  record Owned(String transport, String session, String task, String canary) {
    static Owned make(Stage stage, String token, String name) {
      Pod pod = stage.pods().getFirst();
      String canary = "canary-" + name;
      String transport = "transport-" + name;
      String session = Patient.session(stage, pod, token, transport);
      String path = "/api/sessions/" + session;
      Patient.call(
          stage, pod, Caller.Ask.put(token, path + "/project", "{\"project\":\"" + canary + "\"}"));
      Patient.call(
          stage,
          pod,
          Caller.Ask.post(token, path + "/entries", "{\"message\":\"" + canary + "\"}"));
      Caller.Ask submit =
          Caller.Ask.post(
                  token, "/api/tasks", Client.demo(1, 1).put("session_id", session).encode())
              .with("Idempotency-Key", transport);
      String task = Patient.call(stage, pod, submit).text("task_id");
      Caller.Ask look = Caller.Ask.get(token, "/api/tasks/" + task);
      for (int left = LOOKS_MAX;
          left > 0 && Patient.call(stage, pod, look).json().getValue("finished_at") == null;
          left--) {
        Blocking.pause(LOOK_EVERY_MS);
      }
      return new Owned(transport, session, task, canary);
    }

    /** What nobody else may ever read; ids that a request had in it do not count. */
    List<String> canaries() {
      return List.of(canary);
    }

    /** Everything stored of it. */
    String rows(Stage stage) {
      String no =
          "(SELECT session_no FROM session WHERE session_id = '"
              + session
              + "' AND tenant = 'acme' AND principal LIKE 'owner-%')";
      StringBuilder rows = new StringBuilder();
      for (String sql :
          List.of(
              "SELECT ended_at, end_status, end_reason FROM session WHERE session_no = " + no,
              "SELECT * FROM binding WHERE session_no = " + no + " ORDER BY binding_no",
              "SELECT * FROM session_project WHERE session_no = " + no,
              "SELECT * FROM session_event WHERE session_no = " + no + " ORDER BY seq",
              "SELECT * FROM task WHERE session_no = " + no + " ORDER BY task_no",
              "SELECT * FROM journal_entry WHERE tenant = 'acme' AND session_id = '"
                  + session
                  + "' ORDER BY entry_no")) {
        rows.append(stage.postgres().rows(sql)).append('\n');
      }
      return rows.toString();
    }
  }
}
