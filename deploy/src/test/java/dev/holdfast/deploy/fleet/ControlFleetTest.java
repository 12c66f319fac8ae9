package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One window drives a session and another takes over, on other pods and past frozen ones. */
final class ControlFleetTest {
  private static final String WORK = Client.demo(100_000, 20).getString("task");
  private static Fleet fleet;
  private static PodProcess one;
  private static PodProcess two;
  private static Client ann;

  @BeforeAll
  static void start() {
    fleet = new Fleet().set("gateway.control_lease_ms", "2000");
    ann = new Client(fleet.token("ann"));
    List<PodProcess> pods = fleet.start(2);
    one = pods.getFirst();
    two = pods.getLast();
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void control_is_taken_over_through_another_pod_and_all_who_watch_are_told() {
    WsClient left = WsClient.hello(one, hello("handed", "driver"));
    assertThat(left.helloAck().getString("role")).isEqualTo("driver");
    WsClient right = WsClient.hello(two, hello("handed", "driver"));
    assertThat(right.helloAck().getString("role")).isEqualTo("observer");
    left.request(op("subscribe").put("after", 0));
    right.request(op("subscribe").put("after", 0));

    assertThat(code(right, submit())).isEqualTo("not_in_control");
    assertThat(ann.post(two, "/api/tasks", task("handed").encode()).text("code"))
        .isEqualTo("not_in_control");
    String work = left.request(submit()).getString("task_id");
    assertThat(code(right, op("take_control"))).isEqualTo("not_in_control");
    JsonObject taken = right.request(op("take_control").put("take_over", true));
    assertThat(taken.getLong("epoch")).isEqualTo(2);
    for (WsClient window : List.of(left, right)) {
      JsonObject told =
          window.await(frame ->
              "control.changed".equals(frame.getString("type"))
                  && frame.getJsonObject("data").getLong("epoch") == 2);
      assertThat(told.getJsonObject("data").getString("cause")).isEqualTo("taken_over");
    }
    assertThat(code(left, op("cancel").put("task_id", work))).isEqualTo("not_in_control");
    assertThat(code(left, submit())).isEqualTo("not_in_control");
    assertThat(right.request(op("cancel").put("task_id", work)).getString("op"))
        .isEqualTo("cancel_res");
    assertThat(right.request(op("release_control")).getBoolean("held")).isFalse();
    assertThat(code(left, submit())).isEqualTo("not_in_control");
    left.request(op("release_control"));
    assertThat(left.request(submit()).getString("op")).isEqualTo("submit_task_res");
    left.close();
    right.close();
  }

  @Test
  void the_late_command_of_a_frozen_driver_is_refused() {
    WsClient frozen = WsClient.hello(one, hello("frozen", "driver"));
    one.signal("STOP");
    try {
      frozen.send(submit().put("request_id", "late"));
      WsClient next = WsClient.hello(two, hello("frozen", "driver"));
      next.request(op("take_control").put("take_over", true));
      assertThat(next.request(submit()).getString("op")).isEqualTo("submit_task_res");
      next.close();
    } finally {
      one.signal("CONT");
    }
    JsonObject late = frozen.await(frame -> "late".equals(frame.getValue("request_id")));
    assertThat(late.getString("code")).isEqualTo("not_in_control");
    frozen.close();
  }

  @Test
  void a_driver_that_was_cut_off_goes_on_elsewhere_and_is_waited_for_no_longer_than_a_lease() {
    WsClient first = WsClient.hello(one, hello("cut", "driver"));
    JsonObject control = first.helloAck().getJsonObject("control");
    first.close();
    WsClient back =
        WsClient.hello(
            two, hello("cut", "driver").put("control_token", control.getString("control_token")));
    assertThat(back.helloAck().getJsonObject("control").getBoolean("resumed")).isTrue();
    assertThat(back.helloAck().getJsonObject("control").getLong("epoch")).isEqualTo(1);
    assertThat(back.request(submit()).getString("op")).isEqualTo("submit_task_res");
    back.close();
    Awaitility.await()
        .until(() -> !ann.get(one, "/api/sessions/cut/control").body().getBoolean("held"));
    assertThat(ann.post(one, "/api/tasks", task("cut").encode()).status()).isEqualTo(201);
  }

  private static JsonObject hello(String session, String role) {
    return new JsonObject()
        .put("token", ann.token())
        .put("session_id", session)
        .put("role", role)
        .put("client", "window");
  }

  private static JsonObject submit() {
    return op("submit_task").put("task", WORK);
  }

  private static JsonObject task(String session) {
    return new JsonObject().put("task", WORK).put("session_id", session);
  }

  private static String code(WsClient window, JsonObject frame) {
    return window.request(frame).getString("code");
  }

  private static JsonObject op(String op) {
    return new JsonObject().put("op", op);
  }
}
