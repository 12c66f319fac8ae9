package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that are real programs, over a real repository. */
final class RealProgramTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void a_real_program_over_a_real_repository_becomes_events() throws Exception {
    run("git", "init", "-q", "-b", "main", ".");
    for (int i = 1; i <= 30; i++) {
      Files.writeString(folder.resolve("file-" + i + ".txt"), "line\n".repeat(i));
      run("git", "add", "-A");
      run(
          "git",
          "-c",
          "user.name=Ann",
          "-c",
          "user.email=ann@example.org",
          "commit",
          "-qm",
          "Change " + i);
    }
    try (Fleet fleet = new Fleet()) {
      fleet.command("git-log", "git", "-C", folder.toString(), "--no-pager", "log", "--stat");
      Client client = new Client(fleet.token("ann"));
      PodProcess pod = fleet.start();
      JsonObject accepted =
          client.submit(pod, new JsonObject().put("task", "log").put("agent", "git-log"));
      SseWatcher watcher =
          SseWatcher.open(client, pod, "/api/tasks/" + accepted.getString("task_id") + "/events")
              .awaitEnd();
      String output =
          watcher.events().stream()
              .filter(event -> event.getString("type").equals("task.output"))
              .map(event -> event.getJsonObject("data").getString("text"))
              .collect(Collectors.joining());
      assertThat(output).isEqualTo(run("git", "--no-pager", "log", "--stat"));
      JsonObject ended = client.task(pod, accepted.getString("task_id"));
      assertThat(ended.getJsonObject("result").getInteger("exit_code")).isZero();
    }
  }

  @Test
  void row_46_cancel_leaves_no_process_of_a_long_one_behind() {
    try (Fleet fleet = new Fleet()) {
      fleet.command(
          "tree",
          "/bin/sh",
          "-c",
          "echo $HOLDFAST_SESSION_ID; (setsid sleep 3001 &) ; sleep 3002 & sleep 3003");
      Client client = new Client(fleet.token("ann"));
      PodProcess pod = fleet.start();
      JsonObject accepted =
          client.submit(
              pod,
              new JsonObject().put("task", "x").put("agent", "tree").put("session_id", "tree-1"));
      String task = accepted.getString("task_id");
      SseWatcher watcher =
          SseWatcher.open(client, pod, "/api/tasks/" + task + "/events").awaitType("task.output");
      assertThat(watcher.events().get(2).getJsonObject("data").getString("text"))
          .isEqualTo("tree-1\n");
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> processesOf(task).size() == 4);
      client.post(pod, "/api/tasks/" + task + "/cancel", "");
      assertThat(client.awaitEnd(pod, task).getString("status")).isEqualTo("cancelled");
      assertThat(processesOf(task)).isEmpty();
      assertThat(watcher.awaitEnd().names())
          .endsWith(
              "task.cancel_requested",
              "task.cancel_delivered",
              "task.cancel_stopped",
              "task.cancelled",
              "end");
    }
  }

  @Test
  void what_a_killed_pod_left_running_is_ended_by_the_next_pod_on_the_machine() {
    try (Fleet fleet = new Fleet()) {
      fleet.command("sleep", "/bin/sh", "-c", "sleep 3004");
      Client client = new Client(fleet.token("ann"));
      PodProcess pod = fleet.start();
      String task =
          client
              .submit(pod, new JsonObject().put("task", "x").put("agent", "sleep"))
              .getString("task_id");
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !processesOf(task).isEmpty());
      pod.kill();
      assertThat(processesOf(task)).isNotEmpty();
      PodProcess next = fleet.start();
      assertThat(client.awaitEnd(next, task).getString("termination_reason"))
          .isEqualTo("worker_lost");
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> processesOf(task).isEmpty());
    }
  }

  /** Process ids that carry the task in their environment. */
  private static List<String> processesOf(String task) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      List<String> found = new ArrayList<>();
      for (Path process : processes) {
        if (hasTask(process, task)) {
          found.add(process.getFileName().toString());
        }
      }
      return found;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean hasTask(Path process, String task) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
          .contains("HOLDFAST_TASK_ID=" + task + "\0");
    } catch (IOException e) {
      return false; // gone meanwhile, or another user's
    }
  }

  private String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
