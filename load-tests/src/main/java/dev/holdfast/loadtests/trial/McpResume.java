package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client of the Model Context Protocol leaves the stream of its call after a random number of
 * bytes and goes on with {@code Last-Event-ID} at another pod, again and again until the result.
 * What it was told is compared with the session's log: every step of the task once and in order,
 * one result, and one task.
 */
public final class McpResume implements Trial {
  private static final int AT_ONCE = 8;
  private static final int BREAKS_A_CALL = 20;
  private static final int BYTES_MAX = 1_500;
  private static final int ITERATIONS = 60;
  private static final int INTERVAL_MS = 5;

  /** Connections that brought nothing, until the call is given up. */
  private static final int SILENT_MAX = 200;

  private final McpStream streams = new McpStream();

  public static void main(String[] args) {
    Program.main(new McpResume(), args);
  }

  @Override
  public String promise() {
    return "MCP resume";
  }

  /** Times that a client comes back. */
  @Override
  public int wanted() {
    return 1_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    String token = stage.token("acme", "resume-" + Long.toHexString(random.nextLong()), "session");
    long seed = random.nextLong();
    AtomicInteger breaks = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    Crowd.each(
        AT_ONCE,
        AT_ONCE,
        thread -> {
          while (breaks.get() < n) {
            int call = calls.incrementAndGet();
            Random choice = new Random(seed + call);
            McpLine line = McpLine.open(stage, token, McpLine.Era.SESSIONS, choice);
            call(stage, line, "call-" + call, breaks, choice, findings);
          }
        });
    findings.tried(breaks.get());
    findings.remark("calls", calls.toString());
  }

  private void call(
      Stage stage,
      McpLine line,
      String name,
      AtomicInteger breaks,
      Random random,
      Findings findings) {
    JsonObject message = line.message("tools/call", params(name));
    McpTold told = new McpTold(message.getInteger("id"), name, findings);
    Pod pod = line.anyPod();
    int silent = 0;
    for (int left = BREAKS_A_CALL; !told.over() && silent < SILENT_MAX; left--) {
      String before = told.lastId();
      Caller.Ask ask = told.lastId().isEmpty() ? line.ask(message) : again(line, told.lastId());
      long bytes = left > 0 ? 1 + random.nextInt(BYTES_MAX) : Long.MAX_VALUE;
      boolean broken = streams.hear(pod, ask, bytes, told::take);
      if (broken && !told.over() && !told.lastId().isEmpty()) {
        breaks.incrementAndGet();
      }
      if (before.equals(told.lastId())) {
        silent++;
        Blocking.pause(silent);
      }
      pod = another(stage, pod, random);
    }
    List<List<String>> rows =
        stage
            .postgres()
            .rows(
                "SELECT (e.data::jsonb ->> 'current_iteration'), e.task_id FROM session_event e"
                    + " JOIN session s ON s.session_no = e.session_no"
                    + " WHERE s.session_id = ?"
                    + " AND e.type IN ('task.started', 'task.progress')"
                    + " ORDER BY e.seq",
                line.session());
    told.judge(rows.stream().map(List::getFirst).map(Long::valueOf).toList());
    long tasks = rows.stream().map(List::getLast).distinct().count();
    findings.check(tasks == 1, Breach.DOUBLE_RUN, name + " made " + tasks + " tasks");
  }

  private static JsonObject params(String name) {
    return new JsonObject()
        .put("name", Stage.TOOL)
        .put(
            "arguments",
            new JsonObject().put("iterations", ITERATIONS).put("interval_ms", INTERVAL_MS))
        .put("_meta", new JsonObject().put("progressToken", name));
  }

  private static Caller.Ask again(McpLine line, String lastId) {
    Caller.Ask post = line.ask(new JsonObject());
    return new Caller.Ask(post.token(), HttpMethod.GET, post.path(), Map.copyOf(post.headers()), "")
        .with("Last-Event-ID", lastId);
  }

  private static Pod another(Stage stage, Pod last, Random random) {
    List<Pod> others = stage.pods().stream().filter(pod -> pod != last).toList();
    return others.get(random.nextInt(others.size()));
  }
}
