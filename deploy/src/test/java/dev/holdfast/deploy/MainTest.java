package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.deploy.process.Build;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a command that cannot go on: one line and an exit code. */
final class MainTest {
  @TempDir private Path folder;

  private final PrintStream usual = System.err;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(usual);
  }

  @Test
  void help_and_version_are_no_failures() {
    assertThat(Main.execute("--help")).isZero();
    assertThat(Main.execute("--version")).isZero();
    assertThat(Main.execute("pod", "--help")).isZero();
    assertThat(Build.version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void a_wrong_command_line_is_one_line_and_usage() {
    assertThat(Main.execute()).isEqualTo(2);
    assertThat(lines())
        .containsExactly(
            "holdfast: a command is needed, for example pod, migrate, keys or tasks; see --help");
    errors.reset();
    assertThat(Main.execute("pod", "--wat")).isEqualTo(2);
    assertThat(lines()).containsExactly("holdfast: Unknown option: '--wat'");
    errors.reset();
    assertThat(Main.execute("dev", "--pods", "10")).isEqualTo(2);
    assertThat(lines()).containsExactly("holdfast: --pods must be 1-9: 10");
  }

  @Test
  void a_wrong_configuration_is_one_line_and_usage() {
    Path absent = folder.resolve("absent.json");
    assertThat(Main.execute("migrate", "--config", absent.toString())).isEqualTo(2);
    assertThat(lines())
        .containsExactly("holdfast: file " + absent + " cannot be read: no such file or folder");
    errors.reset();
    assertThat(Main.execute("migrate", "--set", "postgres.uri=mysql://h")).isEqualTo(2);
    assertThat(lines())
        .containsExactly(
            "holdfast: postgres.uri must look like postgresql://user:password@host:port/database");
  }

  @Test
  void surroundings_that_refuse_are_one_line_and_a_failure() {
    assertThat(
            Main.execute("migrate", "--set", "postgres.uri=postgresql://u:hunter2@127.0.0.1:1/d"))
        .isEqualTo(1);
    assertThat(lines())
        .containsExactly(
            "holdfast: Postgres at 127.0.0.1:1/d cannot be reached: Connection to 127.0.0.1:1"
                + " refused");
  }

  @Test
  void what_a_pod_says_in_a_refusal_cannot_move_the_cursor() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "t");
    HttpServer pod =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pod.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"code\":\"c\\u001b[2J\",\"detail\":\"d\\u009b\\u202e\"}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    pod.start();
    try {
      String url = "http://127.0.0.1:" + pod.getAddress().getPort();
      assertThat(Main.execute("tasks", "get", "x", "--url", url, "--token-file", token.toString()))
          .isEqualTo(5);
    } finally {
      pod.stop(0);
    }
    assertThat(lines()).containsExactly("holdfast: c [2J: d  ");
  }

  private List<String> lines() {
    return errors.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
