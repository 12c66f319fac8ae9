package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session of the Model Context Protocol whose project is a number that grows. One thread writes,
 * any may read. Writes compare and set, so that one that comes late is no step back.
 */
final class BelievedSession {
  /** What a read is told once the session was deleted: greater than every number. */
  static final long OVER = Long.MAX_VALUE;

  private static final String PREFIX = "number-";
  private static final String UNBOUND = "project_unbound";

  /** The ids of requests begin after those of an opening, tried again or not. */
  private static final int OPENING = 20;

  private final Stage stage;
  private final McpLine line;
  private final Rising register;
  private final Findings findings;
  private final AtomicInteger requests = new AtomicInteger(OPENING);
  private volatile long version;
  private volatile boolean versionKnown = true;
  private int number;

  private BelievedSession(Stage stage, McpLine line, Findings findings) {
    this.stage = stage;
    this.line = line;
    this.findings = findings;
    this.register = new Rising(line.session(), findings);
  }

  /** A new one; it tells nothing before the first change. */
  static BelievedSession open(Stage stage, String token, Random random, Findings findings) {
    return new BelievedSession(
        stage, McpLine.open(stage, token, McpLine.Era.SESSIONS, random), findings);
  }

  /**
   * Sets the next number.
   *
   * @return whether that was answered to be done
   */
  boolean change(Pod pod) {
    if (!versionKnown) {
      findOut(pod);
    }
    return versionKnown && Blocking.result(changing(pod));
  }

  /** The same where the last change was answered, without waiting. */
  Future<Boolean> changing(Pod pod) {
    long next = ++number;
    register.writes(next);
    JsonObject wanted =
        new JsonObject().put("project", PREFIX + next).put("expected_version", version);
    return stage
        .caller()
        .send(pod, tool("set_project", wanted))
        .map(answer -> judgeChange(next, answer));
  }

  private boolean judgeChange(long next, Caller.Answer answer) {
    JsonObject told = structured(answer);
    if (Patient.passing(answer) || answer.body().contains("version_conflict")) {
      findings.count("changes that were not answered");
      versionKnown = false;
    } else if (told.isEmpty()) {
      findings.violation("set_project was answered " + answer);
    } else {
      register.wrote(next);
      version = told.getLong("version");
      findings.count("changes");
      findings.max("ms of a change", answer.tookMs());
    }
    return !told.isEmpty();
  }

  /** Which version there is after a change that was not answered. */
  private void findOut(Pod pod) {
    Caller.Answer answer = read(pod);
    JsonObject told = structured(answer);
    boolean unbound = answer.body().contains(UNBOUND);
    if (unbound || !told.isEmpty()) {
      version = unbound ? 0 : told.getLong("version");
      versionKnown = true;
    }
  }

  /**
   * Ends the session of the protocol.
   *
   * @return whether that was answered to be done
   */
  boolean end(Pod pod) {
    register.writes(OVER);
    Caller.Ask any = line.ask(new JsonObject());
    Caller.Answer answer =
        stage
            .caller()
            .call(
                pod,
                new Caller.Ask(
                    any.token(), HttpMethod.DELETE, any.path(), Map.copyOf(any.headers()), ""));
    if (Patient.passing(answer)) {
      findings.count("ends that were not answered");
      return false;
    }
    // 404 where an earlier try was done and its answer lost.
    findings.check(
        answer.ok() || answer.status() == 404, "DELETE of a session was answered " + answer);
    register.wrote(OVER);
    return true;
  }

  /** Asks for the number and judges the answer. */
  Caller.Answer read(Pod pod) {
    return Blocking.result(reading(pod));
  }

  /** The same, without waiting. */
  Future<Caller.Answer> reading(Pod pod) {
    Rising.Began began = register.begin();
    return stage
        .caller()
        .send(pod, tool("get_project", new JsonObject()))
        .onSuccess(answer -> judge(began, pod, answer));
  }

  private void judge(Rising.Began began, Pod pod, Caller.Answer answer) {
    JsonObject told = structured(answer);
    if (Patient.passing(answer)) {
      findings.count("reads that were not answered");
    } else if (answer.status() == 404) {
      findings.count("reads that told of the end");
      register.judge(began, OVER, pod.name());
    } else if (told.isEmpty()) {
      // Before the first change, which then nobody knows to be done.
      boolean unbound = answer.body().contains(UNBOUND);
      findings.check(unbound && began.floor() == 0, "get_project was answered " + answer);
    } else {
      findings.count("reads");
      register.judge(
          began, Long.parseLong(told.getString("project").substring(PREFIX.length())), pod.name());
    }
  }

  private Caller.Ask tool(String name, JsonObject arguments) {
    return line.ask(
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", requests.incrementAndGet())
            .put("method", "tools/call")
            .put("params", new JsonObject().put("name", name).put("arguments", arguments)));
  }

  private static JsonObject structured(Caller.Answer answer) {
    return answer.ok()
        ? answer
            .json()
            .getJsonObject("result", new JsonObject())
            .getJsonObject("structuredContent", new JsonObject())
        : new JsonObject();
  }
}
