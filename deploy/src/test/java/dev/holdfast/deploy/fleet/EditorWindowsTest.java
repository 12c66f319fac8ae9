package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two editor windows on one backend keep their own identity, through a killed pod and back. */
final class EditorWindowsTest {
  private static JsonObject hello(String sessionId, String token) {
    return new JsonObject().put("session_id", sessionId).put("token", token);
  }

  private static JsonObject submit(int iterations, int intervalMs) {
    return Client.demo(iterations, intervalMs).put("op", "submit_task");
  }

  @Test
  void row_1_row_9_two_windows_keep_their_ids_and_find_their_events_after_a_killed_pod() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      PodProcess pod = fleet.start();
      WsClient one = WsClient.hello(pod, hello("vscode-instance-1", token));
      WsClient two = WsClient.hello(pod, hello("vscode-instance-2", token));
      for (WsClient window : List.of(one, two)) {
        assertThat(window.helloAck().getString("session_source")).isEqualTo("client");
      }
      assertThat(one.helloAck().getString("session_id")).isEqualTo("vscode-instance-1");
      assertThat(two.helloAck().getString("session_id")).isEqualTo("vscode-instance-2");

      one.request(new JsonObject().put("op", "subscribe").put("after", 0));
      two.request(new JsonObject().put("op", "subscribe").put("after", 0));
      String first = one.request(submit(10, 50)).getString("task_id");
      String second = one.request(submit(2, 10)).getString("task_id");
      String beside = two.request(submit(2, 10)).getString("task_id");
      one.await(f -> second.equals(f.getString("task_id")) && isType(f, "task.completed"));
      two.await(f -> beside.equals(f.getString("task_id")) && isType(f, "task.completed"));

      // The second call of one session queued behind the first; the other window did not wait.
      assertThat(
              one.events().stream()
                  .filter(f -> isType(f, "task.started") || isType(f, "task.completed"))
                  .map(f -> f.getString("type") + " " + f.getString("task_id")))
          .containsExactly(
              "task.started " + first,
              "task.completed " + first,
              "task.started " + second,
              "task.completed " + second);
      assertThat(two.events()).allMatch(f -> beside.equals(f.getString("task_id")));
      List<Long> seqsOne = one.seqs();
      List<Long> seqsTwo = two.seqs();
      assertThat(seqsOne).isEqualTo(SseWatcher.range(1, seqsOne.size()));

      pod.kill();
      one.awaitClose();
      PodProcess again = fleet.start();
      WsClient oneAgain = WsClient.hello(again, hello("vscode-instance-1", token));
      WsClient twoAgain = WsClient.hello(again, hello("vscode-instance-2", token));
      assertThat(oneAgain.helloAck().getBoolean("created")).isFalse();
      oneAgain.request(new JsonObject().put("op", "subscribe").put("after", 0));
      twoAgain.request(new JsonObject().put("op", "subscribe").put("after", 2));
      oneAgain.await(f -> seqsOne.getLast().equals(f.getLong("seq")));
      twoAgain.await(f -> seqsTwo.getLast().equals(f.getLong("seq")));
      assertThat(oneAgain.seqs()).isEqualTo(seqsOne);
      assertThat(twoAgain.seqs()).isEqualTo(SseWatcher.range(3, seqsTwo.getLast()));
    }
  }

  @Test
  void row_10_closing_one_connection_of_a_session_ends_neither_the_session_nor_the_other() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      PodProcess pod = fleet.start();
      WsClient one = WsClient.hello(pod, hello("shared-session", token));
      WsClient other = WsClient.hello(pod, hello("shared-session", token));
      other.request(new JsonObject().put("op", "subscribe").put("after", 0));
      String task = one.request(submit(20, 20)).getString("task_id");
      one.close();
      other.await(f -> task.equals(f.getString("task_id")) && isType(f, "task.completed"));
      assertThat(other.seqs()).isEqualTo(SseWatcher.range(1, other.seqs().size()));
    }
  }

  @Test
  void row_2_an_invalid_id_in_hello_is_replaced_only_with_a_warning() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      PodProcess pod = fleet.start();
      WsClient window = WsClient.hello(pod, hello("no spaces please", token));
      assertThat(window.helloAck().getString("session_source")).isEqualTo("minted");
      assertThat(window.helloAck().getString("warning")).contains("3-64 characters");
      assertThat(window.helloAck().getString("session_id")).matches("[A-Za-z0-9_-]{3,64}");
    }
  }

  private static boolean isType(JsonObject frame, String type) {
    return type.equals(frame.getString("type"));
  }
}
