package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The presets that a task names reach its agent. */
final class PresetTest {
  @Test
  void row_42_a_task_chooses_its_presets_and_an_unknown_one_names_the_known() {
    try (Fleet fleet = new Fleet()) {
      fleet
          .command("told", "/bin/sh", "-c", "echo $HOLDFAST_AGENT_PRESET; echo {tool_preset}")
          .set("presets.agent", "careful\u001ffast")
          .set("presets.tool", "read-only\u001fall");
      Client client = new Client(fleet.token("ann"));
      PodProcess pod = fleet.start();
      JsonObject task =
          new JsonObject()
              .put("agent", "told")
              .put("task", "tell")
              .put("agent_preset", "careful")
              .put("tool_preset", "read-only");
      JsonObject accepted = client.submit(pod, task);
      assertThat(accepted.getString("agent_preset")).isEqualTo("careful");
      SseWatcher watcher =
          SseWatcher.open(client, pod, "/api/tasks/" + accepted.getString("task_id") + "/events")
              .awaitEnd();
      String said =
          watcher.events().stream()
              .filter(event -> event.getString("type").equals("task.output"))
              .map(event -> event.getJsonObject("data").getString("text"))
              .reduce("", String::concat);
      assertThat(said).isEqualTo("careful\nread-only\n");

      Client.Answer refused =
          client.post(pod, "/api/tasks", task.copy().put("tool_preset", "write-all").encode());
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text("code")).isEqualTo("unknown_preset");
      assertThat(refused.text("message")).contains("read-only", "all");
    }
  }
}
