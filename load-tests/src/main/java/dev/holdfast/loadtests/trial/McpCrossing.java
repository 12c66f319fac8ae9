package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Agents of one principal with different projects, two of each era of the Model Context Protocol,
 * call at the same time, each call on a pod chosen at random, and Redis is emptied now and then.
 * They change their projects, ask for them, append entries and read them. Every answer is judged:
 * nothing of another agent, and nothing that is older than the agent's own last call.
 */
public final class McpCrossing implements Trial {
  private static final List<String> AGENTS = List.of("claude", "codex", "cursor", "zed");
  private static final int PROJECTS = 3;
  private static final int FLUSH_EVERY = 100;
  private static final int PAGE = 5;

  public static void main(String[] args) {
    Program.main(new McpCrossing(), args);
  }

  @Override
  public String promise() {
    return "MCP crossing";
  }

  @Override
  public int wanted() {
    return 1_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    String token =
        stage.token("acme", "crossing-" + Long.toHexString(random.nextLong()), "session");
    long seed = random.nextLong();
    AtomicInteger calls = new AtomicInteger();
    Crowd.each(
        AGENTS.size(),
        AGENTS.size(),
        number -> {
          Random choice = new Random(seed + number);
          McpLine.Era era = number < 2 ? McpLine.Era.SESSIONS : McpLine.Era.STATELESS;
          McpLine line = McpLine.open(stage, token, era, choice);
          Agent agent = new Agent(AGENTS.get(number), line, findings, choice);
          agent.bind();
          for (int call = calls.incrementAndGet(); call <= n; call = calls.incrementAndGet()) {
            if (call % FLUSH_EVERY == 0) {
              stage.redis().flush();
              findings.count("flushes");
            }
            agent.act();
            findings.tried(1);
          }
        });
  }

  /** What one of them does. */
  private static final class Agent {
    private final String name;
    private final McpLine line;
    private final McpMemory memory;
    private final Findings findings;
    private final Random random;
    private int said;

    Agent(String name, McpLine line, Findings findings, Random random) {
      this.name = name;
      this.line = line;
      this.memory = new McpMemory(name, line.session(), findings);
      this.findings = findings;
      this.random = random;
    }

    void act() {
      switch (random.nextInt(4)) {
        case 0 -> bind();
        case 1 -> append();
        case 2 -> read();
        default -> look();
      }
    }

    void bind() {
      String project = name + "-" + random.nextInt(PROJECTS);
      line.call("set_project", new JsonObject().put("project", project));
      memory.bound(project);
      findings.count("bound");
    }

    private void append() {
      String message = name + " says " + said++;
      line.call(
          "append_entry", new JsonObject().put("message", message).put("idempotency_key", message));
      memory.said(message);
      findings.count("appended");
    }

    private void read() {
      memory.judgeRecent(line.call("read_recent", new JsonObject().put("limit", PAGE)), PAGE);
      findings.count("read");
    }

    private void look() {
      memory.judgeProject(line.call("get_project", new JsonObject()));
      findings.count("asked");
    }
  }
}
