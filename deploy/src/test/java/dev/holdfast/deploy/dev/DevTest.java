package dev.holdfast.deploy.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The development mode, from its first line to its last process. */
final class DevTest {
  @TempDir private Path folder;

  @Test
  void a_run_tells_its_pod_and_token_and_leaves_data_but_no_process() throws Exception {
    String session;
    String token;
    try (DevRun run = DevRun.start(data())) {
      List<String> ready = run.awaitReady();
      assertThat(ready.getFirst()).as("no word of the log's own set-up").doesNotContain("|-");
      assertThat(ready.get(ready.size() - 2))
          .matches("pod 1 ready http://127\\.0\\.0\\.1:\\d+ pid \\d+");
      token = DevRun.token(ready);
      assertThat(token).matches("hf_dev_[A-Za-z0-9_-]{43}");
      session = createSession(ready, token);
      run.terminate().awaitEnd(0);
      assertThat(DevRun.processes(data())).isEmpty();
    }
    for (String secret : List.of("token", "postgres-password", "cache-secret")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve(secret))))
          .isEqualTo("rw-------");
    }

    try (DevRun again = DevRun.start(data())) {
      List<String> ready = again.awaitReady();
      assertThat(DevRun.token(ready)).isEqualTo(token);
      assertThat(get(ready, "/api/sessions/" + session, token)).isEqualTo(200);
      again.terminate().awaitEnd(0);
    }
  }

  @Test
  void a_given_token_replaces_the_kept_one() throws Exception {
    try (DevRun run = DevRun.start(data(), "--token", "my-own-token")) {
      List<String> ready = run.awaitReady();
      assertThat(DevRun.token(ready)).isEqualTo("my-own-token");
      assertThat(get(ready, "/api/tasks", "my-own-token")).isEqualTo(200);
      assertThat(get(ready, "/api/tasks", "another")).isEqualTo(401);
      run.terminate().awaitEnd(0);
    }
  }

  @Test
  void a_run_with_agents_of_workers_offers_a_key_for_them() throws Exception {
    Path agents = Path.of("..", "examples", "worker", "agents.json");
    try (DevRun run = DevRun.start(data(), "--agents", agents.toString())) {
      List<String> ready = run.awaitReady();
      String line = ready.get(ready.size() - 2);
      assertThat(line).matches("worker-token hfw_dev_[A-Za-z0-9_-]{43}");
      // It is known, and is no client's.
      assertThat(get(ready, "/api/tasks", line.substring("worker-token ".length()))).isEqualTo(403);
      assertThat(get(ready, "/api/tasks", DevRun.token(ready))).isEqualTo(200);
      run.terminate().awaitEnd(0);
    }
  }

  @Test
  void a_run_goes_on_without_a_pod_that_was_killed_and_ends_with_the_last() throws Exception {
    try (DevRun run = DevRun.start(data(), "--pods", "2")) {
      List<String> ready = run.awaitReady();
      long first = DevRun.pid(ready, 1);
      long second = DevRun.pid(ready, 2);
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      assertThat(ProcessHandle.of(second).orElseThrow().isAlive()).isTrue();
      ProcessHandle.of(second).orElseThrow().destroyForcibly();
      assertThat(run.awaitEnd(1))
          .contains(
              "pod 1 (pid " + first + ") ended: killed by signal 9",
              "pod 2 (pid " + second + ") ended: killed by signal 9")
          .last()
          .isEqualTo("holdfast: no pod is left; stopping");
      assertThat(DevRun.processes(data())).isEmpty();
    }
  }

  @Test
  void a_pod_is_restarted_at_its_port_by_a_signal() throws Exception {
    try (DevRun run = DevRun.start(data())) {
      List<String> ready = run.awaitReady();
      long first = DevRun.pid(ready, 1);
      String restarted = run.restartNext();
      assertThat(restarted.replaceFirst("\\d+$", ""))
          .isEqualTo(ready.get(ready.size() - 2).replaceFirst("\\d+$", ""));
      assertThat(ProcessHandle.of(first)).isEmpty();
      assertThat(get(ready, "/api/tasks", DevRun.token(ready))).isEqualTo(200);
      assertThat(run.terminate().awaitEnd(0)).containsExactly("restarting pod 1", "stopping");
      assertThat(DevRun.processes(data())).isEmpty();
    }
  }

  @Test
  void pods_end_with_a_killed_supervisor_and_the_next_run_takes_over() throws Exception {
    try (DevRun killed = DevRun.start(data())) {
      long pod = DevRun.pid(killed.awaitReady(), 1);
      killed.kill();
      ProcessHandle.of(pod).ifPresent(process -> process.onExit().join());
      assertThat(DevRun.processes(data())).isNotEmpty(); // Postgres and Redis outlived it
      try (DevRun next = DevRun.start(data())) {
        next.awaitReady();
        assertThat(DevRun.processes(data()).stream().filter(p -> p.contains("bin/postgres -D")))
            .hasSize(1);
        next.terminate().awaitEnd(0);
        assertThat(DevRun.processes(data())).isEmpty();
      }
    }
  }

  @Test
  void a_folder_in_use_is_one_line() throws Exception {
    try (DevRun run = DevRun.start(data())) {
      run.awaitReady();
      assertThat(DevRun.start(data()).awaitEnd(1))
          .containsExactly(
              "holdfast: folder "
                  + data().toRealPath()
                  + " is in use by another run; stop that one, or choose another folder with"
                  + " --data");
      run.terminate().awaitEnd(0);
    }
  }

  @Test
  void a_taken_port_is_one_line_that_names_it() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DevRun run = DevRun.start(data(), "--port", Integer.toString(taken.getLocalPort()))) {
      assertThat(run.awaitEnd(1))
          .containsExactly(
              "holdfast: port "
                  + taken.getLocalPort()
                  + " on 127.0.0.1 is taken; stop what listens there, or choose another with"
                  + " --port");
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_one_line() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    try (DevRun run = DevRun.start(file.resolve("inner"))) {
      assertThat(run.awaitEnd(1))
          .containsExactly(
              "holdfast: folder "
                  + file.resolve("inner")
                  + " cannot be written: Not a directory; choose another with --data");
    }
  }

  @Test
  void a_postgres_that_is_not_there_is_one_line() throws Exception {
    try (DevRun run =
        DevRun.start(data(), "--postgres", "postgresql://ann:hunter2@127.0.0.1:1/holdfast")) {
      assertThat(run.awaitEnd(1))
          .containsExactly(
              "holdfast: Postgres at 127.0.0.1:1/holdfast cannot be reached: Connection to"
                  + " 127.0.0.1:1 refused");
    }
  }

  @Test
  void a_pod_that_refuses_its_configuration_is_one_line_and_usage() throws Exception {
    try (DevRun run = DevRun.start(data(), "--set", "http.prot=1")) {
      assertThat(run.awaitEnd(2))
          .singleElement()
          .asString()
          .startsWith("holdfast: pod 1 did not start (exit code 2): unknown configuration key")
          .contains("did you mean http.port?");
      assertThat(DevRun.processes(data())).isEmpty();
    }
  }

  @Test
  void being_told_to_stop_while_starting_is_no_failure() throws Exception {
    try (DevRun run = DevRun.start(data())) {
      // The data folder is there: signals are handled from before that on.
      org.awaitility.Awaitility.await().until(() -> Files.exists(data().resolve("lock")));
      run.terminate().awaitEnd(0);
      assertThat(DevRun.processes(data())).isEmpty();
    }
  }

  @Test
  void the_help_names_every_option() throws IOException {
    String help = Files.readString(Path.of("dev-help.txt"));
    new picocli.CommandLine(new DevCommand())
        .getCommandSpec()
        .optionsMap()
        .keySet()
        .forEach(option -> assertThat(help).contains("  " + option));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static String createSession(List<String> ready, String token) throws Exception {
    HttpRequest request =
        request(ready, "/api/sessions", token)
            .POST(HttpRequest.BodyPublishers.ofString("{\"session_id\":\"kept-session\"}"))
            .header("Content-Type", "application/json")
            .build();
    assertThat(send(request)).isEqualTo(201);
    return "kept-session";
  }

  private static int get(List<String> ready, String path, String token) throws Exception {
    return send(request(ready, path, token).GET().build());
  }

  private static HttpRequest.Builder request(List<String> ready, String path, String token) {
    String line =
        ready.stream().filter(l -> l.startsWith("pod 1 ready ")).findFirst().orElseThrow();
    String url = line.split(" ", -1)[3];
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private static int send(HttpRequest request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
