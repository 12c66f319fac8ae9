package dev.holdfast.loadtests.trial;

import dev.holdfast.deploy.fleet.Client;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * P14: the same idempotency key is the same task. Eight callers use each key at once on three pods;
 * some of them lose the response and try again elsewhere.
 */
public final class IdempotencyTrial implements Trial {
  private static final int CALLERS = 8;
  private static final int KEYS_AT_ONCE = 8;
  private static final int SESSIONS = 50;
  private static final int DROP_MS_MAX = 30;
  private static final int CONFLICT_EVERY = 10;

  public static void main(String[] args) {
    Program.main(new IdempotencyTrial(), args);
  }

  @Override
  public String promise() {
    return "P14";
  }

  @Override
  public int wanted() {
    return 10_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    String principal = "idempotent-" + Long.toHexString(random.nextLong());
    String token = stage.token("acme", principal, "session");
    Map<Integer, Set<String>> tasks = new ConcurrentHashMap<>();
    int[] dropAfterMs = random.ints((long) n * CALLERS, 0, DROP_MS_MAX * 3).toArray();
    Crowd.each(
        n * CALLERS,
        KEYS_AT_ONCE * CALLERS,
        i -> {
          int key = i / CALLERS;
          String task = submit(stage, token, i, dropAfterMs[i], findings);
          tasks.computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet()).add(task);
        });
    new TreeMap<>(tasks)
        .forEach((key, ids) -> findings.check(ids.size() == 1, "key " + key + " has tasks " + ids));
    String sql = "SELECT count(*), count(DISTINCT idempotency_key) FROM task WHERE principal = ?";
    List<String> stored = stage.postgres().rows(sql, principal).getFirst();
    findings.check(
        stored.equals(List.of(Integer.toString(n), Integer.toString(n))),
        "tasks and keys stored: " + stored + ", of " + n);
    for (int key = 0; key < n; key += CONFLICT_EVERY) {
      conflict(stage, token, key, findings);
    }
    findings.tried(tasks.size());
  }

  private static JsonObject task(int key) {
    return Client.demo(1, 1).put("session_id", "idempotent-" + key % SESSIONS);
  }

  private static Caller.Ask ask(String token, int key, JsonObject task) {
    return Caller.Ask.post(token, "/api/tasks", task.encode())
        .with("Idempotency-Key", "key-" + key);
  }

  private static String submit(
      Stage stage, String token, int call, int dropAfterMs, Findings findings) {
    List<Pod> pods = stage.pods();
    Caller.Ask ask = ask(token, call / CALLERS, task(call / CALLERS));
    int pod = call;
    if (dropAfterMs < DROP_MS_MAX) {
      findings.count("responses dropped");
      Blocking.result(stage.caller().sendAndLeave(pods.get(pod++ % pods.size()), ask, dropAfterMs));
    }
    Caller.Answer answer = Patient.call(stage, pods.get(pod % pods.size()), ask);
    return answer.ok() ? answer.text("task_id") : answer.toString();
  }

  /** The key with another payload is refused. */
  private static void conflict(Stage stage, String token, int key, Findings findings) {
    JsonObject other = task(key).put("max_attempts", 7);
    Pod pod = stage.pods().get(key % stage.pods().size());
    Caller.Answer answer = Patient.call(stage, pod, ask(token, key, other));
    findings.check(answer.status() == 409, "another payload was answered " + answer);
  }
}
