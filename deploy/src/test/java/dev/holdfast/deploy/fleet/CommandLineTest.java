package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** {@code holdfast sessions}, {@code tasks}, {@code events} and {@code queue} at real pods. */
final class CommandLineTest {
  private static final Fleet FLEET = new Fleet();
  private static final PodProcess POD = FLEET.start();
  private static final String SHORT =
      "{\"iterations\":3,\"tokens_per_iteration\":60,\"interval_ms\":1}";

  @AfterAll
  static void stop() {
    FLEET.close();
  }

  @Test
  void a_person_submits_watches_lists_holds_and_ends_at_a_shell() {
    Shell ada = new Shell(FLEET.token("ada"), POD);

    Shell.Ended watched = ada.run("tasks", "submit", SHORT, "--session", "window-1", "--watch");
    assertThat(watched.exitCode()).as(watched.toString()).isZero();
    assertThat(watched.output())
        .contains("task.accepted", "task.completed", "3/3", "180/180")
        .doesNotContain("\u001b");

    Shell.Ended held = ada.run("queue", "hold", "window-1");
    assertThat(held.output()).contains("held: nothing begins");
    Shell.Ended submitted =
        ada.run("tasks", "submit", SHORT, "--session", "window-1", "--output", "json");
    String taskId = new JsonObject(submitted.output()).getString("task_id");
    assertThat(ada.run("queue", "show", "window-1").output()).contains(taskId, "queued");
    assertThat(ada.run("tasks", "cancel", taskId).output()).contains("cancelled");
    assertThat(ada.run("tasks", "watch", taskId).exitCode()).isEqualTo(6);

    Shell.Ended listed = ada.run("tasks", "list", "--session", "window-1", "--limit", "1");
    assertThat(listed.output().lines()).hasSize(3);
    assertThat(listed.output()).startsWith("TASK ").contains(taskId, "more: --before ");
    Shell.Ended tailed = ada.run("events", "tail", "window-1", "--after", "1", "--output", "json");
    assertThat(seqs(tailed.output().lines())).startsWith(2L).isSorted().doesNotHaveDuplicates();
    assertThat(ada.run("sessions", "end", "window-1", "--reason", "done").output())
        .contains("ended");
    assertThat(ada.run("sessions", "list", "--status", "ended").output()).contains("window-1");
  }

  @Test
  void refusals_have_exit_codes_and_one_line_each() {
    Shell ada = new Shell(FLEET.token("ada"), POD);
    refused(ada.run("tasks", "get", "tsk_unknown"), 5, "holdfast: unknown_task: ");
    refused(ada.run("sessions", "get", "../tasks"), 1, "holdfast: ");
    refused(ada.run("tasks", "list", "--output", "xml"), 2, "holdfast: --output must be");
    refused(new Shell("hf_wrong", POD).run("tasks", "list"), 4, "holdfast: unauthenticated: ");
    refused(new Shell("two words", POD).run("tasks", "list"), 2, "holdfast: HOLDFAST_TOKEN ");
    refused(
        ada.run("tasks", "list", "--url", "http://127.0.0.1:1"),
        3,
        "holdfast: no pod answers at http://127.0.0.1:1: connection refused");
    assertThat(ada.run("tasks", "list", "--url", "http://127.0.0.1:1," + POD.uri()).exitCode())
        .isZero();
    assertThat(ada.run("completion").output()).contains("complete -F", "dead-letter");
  }

  private static void refused(Shell.Ended ended, int exitCode, String line) {
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(exitCode);
    assertThat(ended.errors().lines()).singleElement().asString().startsWith(line);
    assertThat(ended.output()).isEmpty();
  }

  @Test
  void a_tail_goes_on_at_another_pod_when_its_own_is_killed() {
    PodProcess lost = FLEET.start();
    Client bob = new Client(FLEET.token("bob"));
    bob.awaitEnd(POD, submitted(bob));
    try (Shell.Running tail =
        new Shell(bob.token(), lost, POD)
            .follow("events", "tail", "window-1", "--follow", "--output", "json")) {
      awaitEnds(tail, 1);
      lost.kill();
      bob.awaitEnd(POD, submitted(bob));
      awaitEnds(tail, 2);
      List<Long> seqs = seqs(tail.lines().stream());
      assertThat(seqs).isEqualTo(SseWatcher.range(1, seqs.getLast()));
    }
  }

  private static String submitted(Client client) {
    return client.submit(POD, Client.demo(3, 1).put("session_id", "window-1")).getString("task_id");
  }

  private static void awaitEnds(Shell.Running tail, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() ->
            tail.lines().stream().filter(line -> line.contains("\"task.completed\"")).count()
                == count);
  }

  private static List<Long> seqs(Stream<String> lines) {
    return lines.map(line -> new JsonObject(line).getLong("seq")).toList();
  }
}
