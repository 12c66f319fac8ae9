package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of tools outlive the connection and the pod they came by. */
final class ToolFleetTest {
  private final Fleet fleet =
      new Fleet()
          .set("tools.count.agent", "demo")
          .set("tools.count.input_schema", "{\"type\":\"object\",\"required\":[\"iterations\"]}")
          .set("gateway.call_progress_ms", "100");
  private final Client ann = new Client(fleet.token("ann"));

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void row_37_the_result_of_a_call_whose_pod_was_killed_is_had_on_another_pod() {
    List<PodProcess> pods = fleet.start(2);
    PodProcess one = pods.getFirst();
    PodProcess two = pods.getLast();
    WsClient window = window(one, "window-1");
    assertThat(names(window.request(op("list_tools")))).containsExactly("count");
    JsonObject refused = window.request(call(0).put("arguments", new JsonObject()));
    assertThat(refused.getString("code")).isEqualTo("invalid_arguments");
    String first = ann.submit(one, demo("window-1")).getString("task_id");
    ann.awaitEnd(one, first);
    // Nothing begins on the pod that is killed: what is tried is the call, not its execution.
    window.request(op("change_queue").put("act", "hold"));
    JsonObject keyed = call(3).put("idempotency_key", "call-1");
    JsonObject ack = window.request(keyed);
    assertThat(ack.getString("op")).isEqualTo("call_tool_ack");
    String task = ack.getString("task_id");
    one.kill();
    assertThat(window.awaitClose()).isNotEqualTo(0);

    WsClient again = window(two, "window-1");
    JsonObject joined = again.request(keyed);
    assertThat(joined.getString("task_id")).isEqualTo(task);
    assertThat(joined.getBoolean("replayed")).isTrue();
    again.request(op("change_queue").put("act", "release"));
    JsonObject result = again.await(frame -> "call_tool_res".equals(frame.getString("op")));
    assertThat(result.getString("task_id")).isEqualTo(task);
    assertThat(result.getValue("request_id")).isEqualTo(joined.getValue("request_id"));
    assertThat(result.getBoolean("ok")).isTrue();
    assertThat(again.request(op("get_task").put("task_id", task)).getString("status"))
        .isEqualTo("completed");
    again.close();
  }

  @Test
  void row_37_a_result_reaches_a_window_that_was_away_and_row_53_progress_comes_meanwhile() {
    List<PodProcess> pods = fleet.start(2);
    WsClient window = window(pods.getFirst(), "window-2");
    JsonObject keyed = call(40).put("idempotency_key", "call-2");
    String task = window.request(keyed).getString("task_id");
    JsonObject beat = window.await(frame -> "call_tool_progress".equals(frame.getString("op")));
    assertThat(beat.getString("task_id")).isEqualTo(task);
    window.close();
    ann.awaitEnd(pods.getLast(), task);
    WsClient again = window(pods.getLast(), "window-2");
    JsonObject joined = again.request(keyed);
    assertThat(joined.getString("task_id")).isEqualTo(task);
    JsonObject result = again.await(frame -> "call_tool_res".equals(frame.getString("op")));
    assertThat(result.getBoolean("ok")).isTrue();
    assertThat(result.getJsonObject("result")).isNotNull();
    again.close();
  }

  @Test
  void row_38_the_same_key_of_another_principal_or_session_gets_a_call_of_its_own() {
    PodProcess pod = fleet.start();
    JsonObject keyed = call(1).put("idempotency_key", "shared");
    WsClient anns = window(pod, "window-3");
    WsClient annsOther = window(pod, "window-4");
    WsClient eves =
        WsClient.hello(
            pod, new JsonObject().put("token", fleet.token("eve")).put("session_id", "window-3"));
    String first = anns.request(keyed).getString("task_id");
    assertThat(anns.request(keyed).getString("task_id")).isEqualTo(first);
    assertThat(
            List.of(
                first,
                annsOther.request(keyed).getString("task_id"),
                eves.request(keyed).getString("task_id")))
        .doesNotHaveDuplicates();
    assertThat(eves.request(op("get_task").put("task_id", first)).getString("code"))
        .isEqualTo("unknown_task");
    List.of(anns, annsOther, eves).forEach(WsClient::close);
  }

  private WsClient window(PodProcess pod, String session) {
    return WsClient.hello(
        pod, new JsonObject().put("token", ann.token()).put("session_id", session));
  }

  private static JsonObject demo(String session) {
    return Client.demo(1, 1).put("session_id", session);
  }

  private static List<String> names(JsonObject page) {
    return page.getJsonArray("tools").stream()
        .map(tool -> Objects.requireNonNull(((JsonObject) tool).getString("name")))
        .toList();
  }

  private static JsonObject call(int iterations) {
    return op("call_tool")
        .put("name", "count")
        .put("arguments", new JsonObject().put("iterations", iterations).put("interval_ms", 50));
  }

  private static JsonObject op(String op) {
    return new JsonObject().put("op", op);
  }
}
