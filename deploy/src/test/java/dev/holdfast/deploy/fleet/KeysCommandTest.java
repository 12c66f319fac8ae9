package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code holdfast keys}, run as an operator runs it, while a pod is up. */
final class KeysCommandTest {
  private static final String PATH = "/api/tasks";

  @Test
  void row_77_keys_of_the_command_line_work_rotate_and_end_at_a_running_pod() {
    try (Fleet fleet = new Fleet()) {
      PodProcess pod = fleet.start();
      Command.Ended made = keys(fleet, "create", "--principal", "ada", "--label", "laptop");
      String keyId = made.after("key_id");
      Client ada = new Client(made.after("secret"));
      assertThat(ada.get(pod, PATH).status()).isEqualTo(200);
      assertThat(ada.post(pod, "/api/admin/keys", "{\"principal\":\"x\"}").status()).isEqualTo(403);
      WsClient socket = WsClient.hello(pod, new JsonObject().put("token", ada.token()));

      Command.Ended rotated = keys(fleet, "rotate", keyId, "--overlap-s", "3600");
      Client next = new Client(rotated.after("secret"));
      assertThat(next.get(pod, PATH).status()).isEqualTo(200);
      assertThat(ada.get(pod, PATH).status()).isEqualTo(200);

      Command.Ended revoked = keys(fleet, "revoke", keyId);
      assertThat(revoked.output()).isEqualToIgnoringNewLines("revoked " + keyId);
      assertThat(socket.awaitClose()).isEqualTo(4401);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ada.get(pod, PATH).status() == 401);
      assertThat(next.get(pod, PATH).status()).isEqualTo(200);

      Command.Ended listed = keys(fleet, "list");
      assertThat(listed.output().lines()).hasSize(2);
      assertThat(listed.output().lines().filter(line -> line.contains("revoked")))
          .singleElement()
          .asString()
          .startsWith(keyId);
      assertThat(listed.output())
          .contains("principal ada", "label laptop", rotated.after("key_id"))
          .doesNotContain(ada.token(), next.token(), "hf_");
    }
  }

  @Test
  void row_77_an_admin_of_the_command_line_makes_keys_and_other_tenants_have_none_of_it() {
    try (Fleet fleet = new Fleet()) {
      PodProcess pod = fleet.start();
      Command.Ended made = keys(fleet, "create", "--principal", "root", "--scope", "admin");
      Client root = new Client(made.after("secret"));
      assertThat(root.post(pod, "/api/admin/keys", "{\"principal\":\"ada\"}").status())
          .isEqualTo(201);
      Command.Ended foreign =
          Command.run(fleet, "keys", "revoke", "--tenant", "rival", made.after("key_id"));
      assertThat(foreign.exitCode()).isEqualTo(1);
      assertThat(foreign.output()).startsWith("holdfast: ").contains("has no valid key");
      assertThat(Command.run(fleet, "keys", "list", "--tenant", "rival").output()).isEmpty();
      assertThat(root.get(pod, PATH).status()).isEqualTo(200);
      Command.Ended wrong =
          Command.run(
              fleet, "keys", "create", "--tenant", "acme", "--principal", "x", "--scope", "root");
      assertThat(wrong.exitCode()).isEqualTo(2);

      Command.Ended worker =
          keys(fleet, "create", "--principal", "ada", "--scope", "worker", "--agents", "a,b");
      assertThat(worker.after("secret")).matches("hfw_[A-Za-z0-9_-]{43}");
      assertThat(new Client(worker.after("secret")).get(pod, PATH).status()).isEqualTo(403);
      Command.Ended next = keys(fleet, "rotate", worker.after("key_id"));
      assertThat(next.after("secret")).startsWith("hfw_");
      assertThat(keys(fleet, "list").output().lines().filter(line -> line.endsWith("agents a,b")))
          .hasSize(2);
      Command.Ended without =
          Command.run(
              fleet, "keys", "create", "--tenant", "acme", "--principal", "x", "--scope", "worker");
      assertThat(without.exitCode()).isEqualTo(2);
      assertThat(without.output()).contains("--agents is needed for the scope worker");
    }
  }

  /** A command about the keys of the tenant acme that is to succeed. */
  private static Command.Ended keys(Fleet fleet, String command, String... rest) {
    String[] all = new String[rest.length + 4];
    all[0] = "keys";
    all[1] = command;
    all[2] = "--tenant";
    all[3] = "acme";
    System.arraycopy(rest, 0, all, 4, rest.length);
    Command.Ended ended = Command.run(fleet, all);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    return ended;
  }
}
