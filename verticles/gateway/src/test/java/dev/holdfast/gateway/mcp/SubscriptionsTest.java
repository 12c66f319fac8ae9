package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Events;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.GetTask;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients without sessions are told without asking each time. */
final class SubscriptionsTest {
  private static final JsonObject NONE = new JsonObject();
  private static final JsonObject TASKS =
      new JsonObject()
          .put("extensions", new JsonObject().put("io.modelcontextprotocol/tasks", NONE));
  private static final String ID = "io.modelcontextprotocol/subscriptionId";

  private final Stage stage = Stage.with();
  private final Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);
  private final Mcp bob = new Mcp(stage.port(), Others.BOB_TOKEN);
  private String session = "";
  private String task = "";

  @BeforeEach
  void begin() {
    stage.others.broadcast.head = 4;
    session = ada.modernCall("open_session", NONE, NONE).structured().getString("session_id");
    task = ada.modernCall("count", NONE, TASKS).result().getString("taskId");
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void what_is_subscribed_to_is_acknowledged_first_and_told_under_the_requests_id() {
    String uri = "holdfast://sessions/" + session;
    JsonObject wanted =
        new JsonObject()
            .put("toolsListChanged", true)
            .put("resourceSubscriptions", new JsonArray().add(uri).add(uri + "/log").add("x://y"))
            .put("taskIds", new JsonArray().add(task).add("tsk_never"));
    try (Events stream = listen(ada, wanted, TASKS)) {
      JsonObject ack = next(stream);
      assertThat(ack.getString("method")).isEqualTo("notifications/subscriptions/acknowledged");
      assertThat(ack.getJsonObject("params"))
          .isEqualTo(
              tagged()
                  .put(
                      "notifications",
                      new JsonObject()
                          .put("resourceSubscriptions", new JsonArray().add(uri))
                          .put("taskIds", new JsonArray().add(task))));
      Watch resource = Others.next(stage.others.broadcast.watches);
      Watch stands = Others.next(stage.others.broadcast.watches);
      assertThat(resource.taskId()).isNull();
      assertThat(stands.taskId()).isEqualTo(task);
      stage.others.broadcast.deliver(resource, event(5, EventType.TASK_PROGRESS));
      JsonObject updated = next(stream);
      assertThat(updated.getString("method")).isEqualTo("notifications/resources/updated");
      assertThat(updated.getJsonObject("params")).isEqualTo(tagged().put("uri", uri));
      stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 7);
      stage.others.broadcast.deliver(
          stands, event(6, EventType.TASK_PROGRESS), event(7, EventType.TASK_COMPLETED));
      JsonObject told = next(stream);
      assertThat(told.getString("method")).isEqualTo("notifications/tasks");
      JsonObject shown =
          ada.modern("tasks/get", new JsonObject().put("taskId", task), TASKS).result();
      shown.remove("resultType");
      assertThat(told.getJsonObject("params")).isEqualTo(shown.mergeIn(tagged()));
      stage.stopGateway();
      JsonObject last = next(stream);
      assertThat(last.getInteger("id")).isEqualTo(1);
      assertThat(last.getJsonObject("result")).isEqualTo(tagged().put("resultType", "complete"));
    }
  }

  @Test
  void a_state_that_could_not_be_read_is_told_later() {
    JsonObject wanted = new JsonObject().put("taskIds", new JsonArray().add(task));
    try (Events stream = listen(ada, wanted, TASKS)) {
      next(stream);
      Watch watch = Others.next(stage.others.broadcast.watches);
      stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 7);
      stage.others.failing(Addresses.GET_TASK, new Fault(ErrorCode.STORE_UNAVAILABLE, "not there"));
      stage.others.asked.clear();
      stage.others.broadcast.deliver(watch, event(7, EventType.TASK_COMPLETED));
      assertThat(Others.next(stage.others.asked)).isInstanceOf(GetTask.class);
      assertThat(Others.next(stage.others.asked)).isInstanceOf(GetTask.class);
      stage.others.failing(Addresses.GET_TASK, null);
      assertThat(next(stream).getJsonObject("params").getString("status")).isEqualTo("completed");
    }
  }

  @Test
  void each_thing_that_is_listened_to_counts_like_a_request() {
    try (Stage slow = Stage.with("gateway.requests_per_second_per_principal_max", "3")) {
      Mcp ann = new Mcp(slow.port(), Others.ADA_TOKEN);
      JsonArray many = new JsonArray().add("x://1").add("x://2").add("x://3");
      Mcp.Reply refused =
          ann.modern(
              "subscriptions/listen",
              new JsonObject()
                  .put("notifications", new JsonObject().put("resourceSubscriptions", many)),
              NONE);
      assertThat(refused.status()).isEqualTo(429);
    }
  }

  @Test
  void nobody_listens_to_what_is_anothers_and_tasks_need_the_extension() {
    JsonObject wanted =
        new JsonObject()
            .put(
                "resourceSubscriptions",
                new JsonArray()
                    .add("holdfast://sessions/" + session)
                    .add("holdfast://tasks/" + task))
            .put("taskIds", new JsonArray().add(task));
    try (Events stream = listen(bob, wanted, TASKS)) {
      assertThat(next(stream).getJsonObject("params").getJsonObject("notifications")).isEmpty();
      assertThat(stage.others.broadcast.watches).isEmpty();
    }
    assertThat(refused(wanted, NONE)).isEqualTo(-32021);
    assertThat(ada.modern("subscriptions/listen", NONE, NONE).error()).isEqualTo(-32602);
    JsonArray many = new JsonArray();
    for (int i = 0; i <= 100; i++) {
      many.add("x://" + i);
    }
    assertThat(refused(new JsonObject().put("resourceSubscriptions", many), NONE))
        .isEqualTo(-32602);
  }

  @Test
  void row_37_a_task_is_told_event_by_event_from_any_position() {
    try (Events stream = events(ada, 5)) {
      Watch watch = Others.next(stage.others.broadcast.watches);
      assertThat(watch.taskId()).isEqualTo(task);
      assertThat(watch.after()).isEqualTo(5);
      stage.others.broadcast.deliver(watch, event(6, EventType.TASK_STARTED));
      JsonObject told = next(stream);
      assertThat(told.getString("method")).isEqualTo("notifications/tasks/event");
      assertThat(told.getJsonObject("params"))
          .isEqualTo(
              new JsonObject()
                  .put("taskId", task)
                  .put("seq", 6)
                  .put("type", "dev.holdfast/task.started")
                  .put("timestamp", "2026-01-02T03:04:05.000006Z")
                  .put("data", new JsonObject().put("status", "running")));
      stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 8);
      stage.others.broadcast.deliver(watch, event(8, EventType.TASK_COMPLETED));
      assertThat(next(stream).getJsonObject("params").getInteger("seq")).isEqualTo(8);
      JsonObject result = next(stream).getJsonObject("result");
      assertThat(result.getString("resultType")).isEqualTo("complete");
      assertThat(result.getInteger("lastSeq")).isEqualTo(8);
      assertThat(stream.next()).isNull();
    }
    JsonObject named = new JsonObject().put("taskId", task).put("after", 8);
    try (Events rest = events(ada, 8)) {
      assertThat(next(rest).getJsonObject("result").getInteger("lastSeq")).isEqualTo(8);
    }
    assertThat(bob.modern("tasks/stream", named, TASKS).error()).isEqualTo(-32602);
    assertThat(ada.modern("tasks/stream", named, NONE).error()).isEqualTo(-32021);
  }

  @Test
  void a_position_whose_events_are_no_more_is_refused_with_where_to_go_on() {
    stage.others.broadcast.onWatch =
        watch ->
            stage.others.broadcast.deliver(
                watch, new Gap(2, 9), event(10, EventType.TASK_COMPLETED));
    JsonObject error;
    try (Events stream = events(ada, 1)) {
      error = next(stream).getJsonObject("error");
      assertThat(stream.next()).isNull();
    }
    assertThat(error.getInteger("code")).isEqualTo(-32010);
    assertThat(error.getJsonObject("data").getInteger("earliestSeq")).isEqualTo(10);
  }

  private static JsonObject tagged() {
    return new JsonObject().put("_meta", new JsonObject().put(ID, 1));
  }

  private int refused(JsonObject wanted, JsonObject capabilities) {
    return ada.modern(
            "subscriptions/listen", new JsonObject().put("notifications", wanted), capabilities)
        .error();
  }

  private Events events(Mcp client, long after) {
    return client.stream(
        "POST",
        Mcp.message(
                "tasks/stream",
                new JsonObject()
                    .put("taskId", task)
                    .put("after", after)
                    .put("_meta", Mcp.meta(TASKS)))
            .encode(),
        headers("tasks/stream", "Mcp-Name", task));
  }

  private static Events listen(Mcp client, JsonObject wanted, JsonObject capabilities) {
    return client.stream(
        "POST",
        Mcp.message(
                "subscriptions/listen",
                new JsonObject().put("notifications", wanted).put("_meta", Mcp.meta(capabilities)))
            .encode(),
        headers("subscriptions/listen"));
  }

  private static String[] headers(String method, String... more) {
    List<String> headers =
        new ArrayList<>(List.of("MCP-Protocol-Version", Mcp.MODERN, "Mcp-Method", method));
    headers.addAll(List.of(more));
    return headers.toArray(String[]::new);
  }

  private static JsonObject next(Events stream) {
    return Objects.requireNonNull(stream.next()).json();
  }

  private Event event(long seq, EventType type) {
    return Stage.event(seq, type, task, "{\"status\":\"running\"}");
  }
}
