package dev.holdfast.loadtests.trial;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an agent did so far, against which each answer to it is judged. For one thread. */
final class McpMemory {
  private final String agent;
  private final String session;
  private final Findings findings;
  private final Map<String, List<String>> said = new HashMap<>();
  private String project = "";

  /**
   * @param agent begins the names of its projects and all that it says
   */
  McpMemory(String agent, String session, Findings findings) {
    this.agent = agent;
    this.session = session;
    this.findings = findings;
  }

  void bound(String name) {
    project = name;
  }

  void said(String message) {
    said.computeIfAbsent(project, none -> new ArrayList<>()).add(message);
  }

  /** An answer of {@code get_project}: the binding is the newest one, on every pod. */
  void judgeProject(JsonObject answer) {
    String told = String.valueOf(answer.getString("project"));
    findings.check(
        told.startsWith(agent), Breach.CROSSED, agent + " was told of the project " + told);
    findings.check(
        session.equals(answer.getString("session_id")),
        Breach.CROSSED,
        agent + " was answered as " + answer.getString("session_id"));
    findings.check(
        !told.startsWith(agent) || told.equals(project),
        Breach.LOST,
        agent + " works on " + project + " and was told " + told);
  }

  /**
   * An answer of {@code read_recent}, the newest first: all that it said on this project, and
   * nothing else.
   *
   * @param limit how many were asked for at most
   */
  void judgeRecent(JsonObject answer, int limit) {
    List<String> told =
        answer.getJsonArray("entries").stream()
            .map(entry -> ((JsonObject) entry).getString("message"))
            .toList();
    List<String> foreign = told.stream().filter(message -> !message.startsWith(agent)).toList();
    findings.check(foreign.isEmpty(), Breach.CROSSED, agent + " was told " + foreign);
    List<String> all = said.getOrDefault(project, List.of());
    List<String> expected = all.subList(Math.max(0, all.size() - limit), all.size()).reversed();
    findings.check(
        !foreign.isEmpty() || told.equals(expected),
        Breach.LOST,
        agent + " said " + expected + " on " + project + " and was told " + told);
  }
}
