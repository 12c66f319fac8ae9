package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two tasks one after the other on one agent: each attempt works under an id that it was given and
 * that nothing else has, an id that its caller chose stays what it is, and what was used is found
 * and summed, also over a retry after a pod's death.
 */
final class TwoTasksOneAgentTest {
  /** Speaks like a coding agent's command line; holds on where a file of the task's name is. */
  private static final String AGENT =
      """
      echo "$1" >> "$3/ids"
      echo '{"type":"assistant","session_id":"'"$1"'","message":{"id":"m1","content":[],"usage":{"input_tokens":100,"output_tokens":10}}}'
      while [ -e "$3/hold-$2" ]; do sleep 0.1; done
      echo '{"type":"result","subtype":"success","num_turns":2,"result":"done","session_id":"'"$1"'","total_cost_usd":0.01,"usage":{"input_tokens":100,"output_tokens":30}}'
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void row_72_the_usage_of_both_tasks_is_found_and_summed_after_a_pods_death() throws Exception {
    try (Fleet fleet = new Fleet()) {
      fleet
          .command(
              "coder",
              "/bin/sh",
              "-c",
              AGENT,
              "coder",
              "{external_session_id}",
              "{task}",
              folder.toString())
          .set("agents.coder.format", "stream-json");
      Client client = new Client(fleet.token("ann"));
      List<PodProcess> pods = fleet.start(2);

      JsonObject first = submit(client, pods.getFirst(), "first");
      JsonObject ended = client.awaitEnd(pods.getLast(), first.getString("task_id"));
      assertThat(ended.getString("status")).isEqualTo("completed");
      assertThat(ended.getString("session_id")).isEqualTo("story-4");

      Path hold = Files.createFile(folder.resolve("hold-second"));
      String second = submit(client, pods.getFirst(), "second").getString("task_id");
      Awaitility.await()
          .until(() -> usage(client, pods.getFirst(), "story-4").getLong("input_tokens") == 200);
      String runner = client.task(pods.getFirst(), second).getString("pod");
      boolean byFirst = runner.equals("pod-1");
      PodProcess other = byFirst ? pods.getLast() : pods.getFirst();
      (byFirst ? pods.getFirst() : pods.getLast()).kill();
      Files.delete(hold);
      assertThat(client.awaitEnd(other, second).getString("status")).isEqualTo("completed");

      JsonObject sum = usage(client, other, "story-4");
      assertThat(sum.getLong("input_tokens")).isEqualTo(300);
      assertThat(sum.getLong("output_tokens")).isEqualTo(30 + 10 + 30);
      assertThat(sum.getLong("cost_micros")).isEqualTo(20_000);
      assertThat(client.get(other, "/api/sessions/unheard-of/usage").status()).isEqualTo(404);
      assertThat(ids()).hasSize(3).doesNotHaveDuplicates().doesNotContain("story-4", "");
      Awaitility.await().until(() -> processes().isEmpty());
    }
  }

  private static JsonObject submit(Client client, PodProcess pod, String task) {
    return client.submit(
        pod,
        new JsonObject()
            .put("session_id", "story-4")
            .put("agent", "coder")
            .put("task", task)
            .put("max_attempts", 2));
  }

  private static JsonObject usage(Client client, PodProcess pod, String session) {
    return client.get(pod, "/api/sessions/" + session + "/usage").body();
  }

  private List<String> ids() throws IOException {
    return Files.readAllLines(folder.resolve("ids"));
  }

  /** What still runs with this test's folder among its arguments. */
  private List<Long> processes() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process ->
              process
                  .info()
                  .commandLine()
                  .filter(line -> line.startsWith("/bin/sh") && line.contains(folder.toString()))
                  .isPresent())
          .map(ProcessHandle::pid)
          .toList();
    }
  }
}
