package dev.holdfast.loadtests.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the trials of the Model Context Protocol judge by must see every planted defect. */
final class McpTrialsTest {
  private final Findings findings = new Findings();
  private final McpMemory claude = new McpMemory("claude", "ses_1", findings);

  @Test
  void answers_that_are_the_agents_own_are_right() {
    claude.bound("claude-1");
    claude.said("claude says 0");
    claude.said("claude says 1");
    claude.judgeProject(project("claude-1", "ses_1"));
    claude.judgeRecent(entries("claude says 1", "claude says 0"), 5);
    claude.judgeRecent(entries("claude says 1"), 1);
    assertThat(kinds()).isEmpty();
  }

  @Test
  void another_agents_project_is_seen() {
    claude.bound("claude-1");
    claude.judgeProject(project("codex-1", "ses_1"));
    assertThat(kinds()).containsExactly(Breach.CROSSED);
  }

  @Test
  void another_agents_session_is_seen() {
    claude.bound("claude-1");
    claude.judgeProject(project("claude-1", "ses_2"));
    assertThat(kinds()).containsExactly(Breach.CROSSED);
  }

  @Test
  void a_binding_that_is_not_the_newest_is_seen() {
    claude.bound("claude-1");
    claude.bound("claude-2");
    claude.judgeProject(project("claude-1", "ses_1"));
    assertThat(kinds()).containsExactly(Breach.LOST);
  }

  @Test
  void another_agents_entries_are_seen() {
    claude.bound("claude-1");
    claude.said("claude says 0");
    claude.judgeRecent(entries("codex says 0", "claude says 0"), 5);
    assertThat(kinds()).containsExactly(Breach.CROSSED);
  }

  @Test
  void an_entry_that_is_left_out_or_of_another_project_is_seen() {
    claude.bound("claude-1");
    claude.said("claude says 0");
    claude.judgeRecent(entries(), 5);
    claude.bound("claude-2");
    claude.judgeRecent(entries("claude says 0"), 5);
    assertThat(findings.violations()).isEqualTo(2);
    assertThat(kinds()).containsExactly(Breach.LOST);
  }

  static Stream<Arguments> streams() {
    return Stream.of(
        arguments(List.of(), List.of(opened(), step(1), step(2), step(3), result(7))),
        arguments(List.of(Breach.LOST), List.of(opened(), step(1), step(3), result(7))),
        arguments(
            List.of(Breach.DUPLICATED),
            List.of(opened(), step(1), step(2), step(2), step(3), result(7))),
        arguments(
            List.of(Breach.REORDERED), List.of(opened(), step(1), step(3), step(2), result(7))),
        arguments(
            List.of(Breach.DUPLICATED),
            List.of(opened(), step(1), step(2), step(3), result(7), result(7))),
        arguments(
            List.of(Breach.CROSSED),
            List.of(opened(), step(1), step(2), step(3), step(4), result(7))),
        arguments(List.of(Breach.CROSSED), List.of(opened(), step(1), step(2), step(3), result(8))),
        arguments(List.of(Breach.UNFINISHED), List.of(opened(), step(1), step(2), step(3))));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void what_came_on_a_stream_is_judged(List<Breach> expected, List<String> events) {
    McpTold told = new McpTold(7, "call-1", findings);
    events.forEach(told::take);
    told.judge(LongStream.rangeClosed(1, 3).boxed().toList());
    assertThat(kinds()).containsExactlyElementsOf(expected);
  }

  @Test
  void a_step_of_another_call_is_seen() {
    McpTold told = new McpTold(7, "call-2", findings);
    told.take(step(1));
    assertThat(kinds()).containsExactly(Breach.CROSSED);
  }

  @Test
  void the_last_id_is_where_it_goes_on() {
    McpTold told = new McpTold(7, "call-1", findings);
    told.take(opened());
    assertThat(told.lastId()).isEqualTo("x.0.0");
    told.take(step(2));
    assertThat(told.lastId()).isEqualTo("x.2.2");
  }

  private static String opened() {
    return "id: x.0.0\ndata:\n\n";
  }

  private static String step(long number) {
    return "id: x."
        + number
        + "."
        + number
        + "\ndata: "
        + new JsonObject()
            .put("method", "notifications/progress")
            .put("params", new JsonObject().put("progressToken", "call-1").put("progress", number))
            .encode()
        + "\n\n";
  }

  private static String result(int id) {
    return "id: x.9.end\ndata: "
        + new JsonObject().put("id", id).put("result", new JsonObject()).encode()
        + "\n\n";
  }

  private static JsonObject project(String name, String session) {
    return new JsonObject().put("project", name).put("session_id", session);
  }

  private static JsonObject entries(String... messages) {
    return new JsonObject()
        .put(
            "entries",
            new JsonArray(
                Stream.of(messages).map(each -> new JsonObject().put("message", each)).toList()));
  }

  private List<Breach> kinds() {
    return Stream.of(Breach.values()).filter(breach -> findings.breaches(breach) > 0).toList();
  }
}
