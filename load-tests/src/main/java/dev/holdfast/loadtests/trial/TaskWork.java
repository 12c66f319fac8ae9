package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.history.TaskLog;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Tasks of a principal of their own, and what the log says came of them. */
final class TaskWork {
  private static final int LOOK_EVERY_MS = 250;
  private static final int LOOKS_WITHOUT_AN_END = 480;
  private static final int BREATH_MS = 50;

  /** A demo agent's task. */
  record Demo(int iterations, int intervalMs, int maxAttempts, int failAt) {
    JsonObject body(String session) {
      JsonObject script =
          new JsonObject()
              .put("iterations", iterations)
              .put("tokens_per_iteration", 1)
              .put("interval_ms", intervalMs)
              .put("fail_at", failAt);
      return new JsonObject()
          .put("session_id", session)
          .put("task", script.encode())
          .put("max_attempts", maxAttempts);
    }
  }

  private final Stage stage;
  private final String principal;
  private final String token;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<String, List<String>> submitted = new ConcurrentHashMap<>();

  TaskWork(Stage stage, String name, Random random) {
    this.stage = stage;
    this.principal = name + "-" + Long.toHexString(random.nextLong());
    this.token = stage.token("acme", principal, "session");
  }

  String principal() {
    return principal;
  }

  String token() {
    return token;
  }

  /** How many were accepted. */
  int size() {
    return submitted.values().stream().mapToInt(List::size).sum();
  }

  Collection<String> tasks() {
    return submitted.values().stream().flatMap(List::stream).toList();
  }

  String submit(String session, Demo task) {
    return submit(session, task.body(session));
  }

  /**
   * Asks pod after pod until one accepts it. The key makes sure that it is accepted once, whatever
   * became of the answers before.
   */
  String submit(String session, JsonObject body) {
    Caller.Ask ask =
        Caller.Ask.post(token, "/api/tasks", body.encode())
            .with("Idempotency-Key", UUID.randomUUID().toString());
    while (true) {
      Caller.Answer answer = stage.caller().call(anyPod(), ask);
      if (answer.ok()) {
        String task = answer.text("task_id");
        submitted.computeIfAbsent(session, s -> new CopyOnWriteArrayList<>()).add(task);
        return task;
      }
      if (!Patient.passing(answer)) {
        throw new IllegalStateException("not accepted: " + answer);
      }
      Blocking.pause(BREATH_MS);
    }
  }

  /** Asks for the end of what is not over; pods may refuse what has ended meanwhile. */
  void cancelAll() throws InterruptedException {
    List<String> all =
        stage
            .postgres()
            .rows("SELECT task_id FROM task WHERE principal = ? AND finished_at IS NULL", principal)
            .stream()
            .map(List::getFirst)
            .toList();
    Crowd.each(
        all.size(),
        16,
        i ->
            Patient.call(
                stage,
                anyPod(),
                Caller.Ask.post(token, "/api/tasks/" + all.get(i) + "/cancel", "{}")));
  }

  /** Waits until every task has ended; a violation where none ended for two minutes. */
  void awaitEnd(Findings findings) {
    long before = Long.MAX_VALUE;
    for (int idle = 0; idle < LOOKS_WITHOUT_AN_END; idle++) {
      long left = unfinished();
      if (left == 0) {
        return;
      }
      if (left < before) {
        idle = 0;
      }
      before = left;
      Blocking.pause(LOOK_EVERY_MS);
    }
    findings.violation(
        Breach.UNFINISHED, before + " tasks of " + principal + " do not come to an end");
  }

  /** Attempts that are open on all pods together. */
  long atWork() {
    return openAttempts("%");
  }

  /** Attempts that are open on one pod, whether or not it is alive. */
  long atWork(Pod pod) {
    return openAttempts(pod.name());
  }

  private long openAttempts(String podLike) {
    return stage
        .postgres()
        .number(
            "SELECT count(*) FROM attempt a JOIN task t ON t.task_no = a.task_no"
                + " WHERE t.principal = ? AND a.pod LIKE ? AND a.ended_at IS NULL",
            principal,
            podLike);
  }

  long unfinished() {
    return stage
        .postgres()
        .numberOnceBack(
            "SELECT count(*) FROM task WHERE principal = ? AND finished_at IS NULL", principal);
  }

  /**
   * Reads the whole log of every session and judges it.
   *
   * @param ordered whether tasks must have begun in the order in which they were submitted
   * @return the logs that were judged
   */
  List<TaskLog> judge(boolean ordered, Findings findings) {
    Map<String, TaskLog> logs = new ConcurrentHashMap<>();
    stage
        .postgres()
        .each(
            """
            SELECT s.session_id, e.seq, e.type, coalesce(e.task_id, '') AS task_id,
              coalesce((e.data::jsonb ->> 'attempt')::int, 0) AS attempt,
              coalesce((e.data::jsonb ->> 'current_iteration')::bigint, 0) AS iteration
            FROM session s JOIN session_event e ON e.session_no = s.session_no
            WHERE s.principal = ? ORDER BY s.session_no, e.seq
            """,
            row ->
                logs.computeIfAbsent(row.getString("session_id"), id -> log(id, ordered))
                    .take(
                        new TaskLog.Entry(
                            row.getLong("seq"),
                            row.getString("type"),
                            row.getString("task_id"),
                            row.getInt("attempt"),
                            row.getLong("iteration"))),
            principal);
    logs.values().forEach(log -> log.faults().forEach(findings::violation));
    int accepted = logs.values().stream().mapToInt(TaskLog::accepted).sum();
    findings.check(
        accepted == size(),
        Breach.LOST,
        "tasks in the logs: " + accepted + ", answered: " + size());
    long ended =
        stage
            .postgres()
            .number(
                "SELECT count(*) FROM task WHERE principal = ? AND finished_at IS NOT NULL",
                principal);
    findings.check(
        ended == size(), Breach.UNFINISHED, "tasks that ended: " + ended + ", answered: " + size());
    return new ArrayList<>(logs.values());
  }

  private TaskLog log(String session, boolean ordered) {
    return new TaskLog(session, ordered ? submitted.getOrDefault(session, List.of()) : List.of());
  }

  private Pod anyPod() {
    List<Pod> pods = stage.pods();
    return pods.get(Math.floorMod(calls.getAndIncrement(), pods.size()));
  }
}
