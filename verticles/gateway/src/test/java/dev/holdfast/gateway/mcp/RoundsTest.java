package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.GetTask;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls without a session that want to know something before they go on (SEP-2322). */
final class RoundsTest {
  private static final JsonObject NONE = new JsonObject();
  private static final JsonObject ABLE = new JsonObject().put("elicitation", NONE);
  private static final JsonObject ANN = accepted("Ann");
  private static final String RELAYED =
      "{\"io.modelcontextprotocol/requests\":{\"who\":{\"method\":\"elicitation/create\","
          + "\"params\":{\"message\":\"Who?\"}}}}";
  private static final String SAMPLING =
      "{\"io.modelcontextprotocol/requests\":{\"say\":{\"method\":\"sampling/createMessage\",\"params\":{}}}}";

  private final Stage stage = Stage.with();
  private final Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);
  private final Mcp bob = new Mcp(stage.port(), Others.BOB_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_48_what_an_agent_asks_ends_the_response_and_the_answer_comes_with_the_next_one() {
    CompletableFuture<Reply> first = calling(NONE, ABLE);
    String task = stage.submitted();
    asks(task, RELAYED);
    JsonObject wanted = first.join().result();
    assertThat(wanted.getString("resultType")).isEqualTo("input_required");
    assertThat(wanted.getJsonObject("inputRequests").getJsonObject("who").getString("method"))
        .isEqualTo("elicitation/create");
    assertThat(first.join().headers().get("Content-Type")).isEqualTo("application/json");

    JsonObject again =
        new JsonObject()
            .put("requestState", wanted.getString("requestState"))
            .put("inputResponses", new JsonObject().put("who", ANN));
    CompletableFuture<Reply> second = calling(again, ABLE);
    Watch watch = Others.next(stage.others.broadcast.watches);
    assertThat(watch.taskId()).isEqualTo(task);
    assertThat(watch.after()).isEqualTo(4);
    stage.others.broadcast.deliver(watch, question(task, RELAYED));
    assertThat(answered(task)).contains("\"responses\"").contains("Ann");
    stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 7);
    stage.others.broadcast.deliver(
        watch, Stage.event(7, EventType.TASK_COMPLETED, task, "{\"status\":\"completed\"}"));
    JsonObject result = second.join().result();
    assertThat(result.getString("resultType")).isEqualTo("complete");
    assertThat(result.getJsonObject("structuredContent").getInteger("sum")).isEqualTo(3);
  }

  @Test
  void a_call_that_nobody_could_take_up_again_ends_with_its_pod() {
    CompletableFuture<Reply> call = calling(NONE, ABLE);
    String task = stage.submitted();
    while (!(Others.next(stage.others.asked) instanceof GetTask)) {
      // Then its stream stands.
    }
    stage.stopGateway();
    assertThat(call.join().status()).isEqualTo(503);
    assertThat(call.join().json().getJsonObject("error").getString("message"))
        .startsWith("shutting_down");
    assertThat(cancelled()).isEqualTo(task);
  }

  private String cancelled() {
    while (true) {
      if (Others.next(stage.others.asked) instanceof CancelTask cancel) {
        return cancel.taskId();
      }
    }
  }

  @Test
  void a_state_is_of_use_for_nobody_else_and_for_no_other_call() {
    CompletableFuture<Reply> first = calling(NONE, ABLE);
    asks(stage.submitted(), RELAYED);
    String state = first.join().result().getString("requestState");
    JsonObject params =
        new JsonObject().put("name", "count").put("arguments", NONE).put("requestState", state);
    assertThat(bob.modern("tools/call", params, ABLE).error()).isEqualTo(-32602);
    assertThat(
            ada.modern(
                    "tools/call",
                    params.copy().put("arguments", new JsonObject().put("n", 1)),
                    ABLE)
                .error())
        .isEqualTo(-32602);
    assertThat(
            ada.modern("tools/call", params.copy().put("requestState", state + "AAAA"), ABLE)
                .error())
        .isEqualTo(-32602);
  }

  @Test
  void what_only_the_client_could_do_and_cannot_ends_the_task() {
    CompletableFuture<Reply> call = calling(NONE, ABLE);
    String task = stage.submitted();
    asks(task, SAMPLING);
    assertThat(call.join().status()).isEqualTo(400);
    assertThat(call.join().error()).isEqualTo(-32021);
    assertThat(
            call.join()
                .json()
                .getJsonObject("error")
                .getJsonObject("data")
                .getJsonObject("requiredCapabilities")
                .fieldNames())
        .containsExactly("sampling");
  }

  @Test
  void a_prompt_of_another_server_may_take_rounds_too() {
    JsonObject params = new JsonObject().put("name", "wiki.review");
    JsonObject wanted = ada.modern("prompts/get", params, ABLE).result();
    assertThat(wanted.getString("resultType")).isEqualTo("input_required");
    String state = wanted.getString("requestState");
    assertThat(state).doesNotContain("round-1");
    JsonObject again =
        params
            .copy()
            .put("requestState", state)
            .put("inputResponses", new JsonObject().put("who", ANN));
    assertThat(ada.modern("prompts/get", again, ABLE).result().getJsonArray("messages")).isEmpty();
    assertThat(ada.modern("prompts/get", params, NONE).error()).isEqualTo(-32021);
    String session = ada.initialize("2025-11-25", ABLE);
    assertThat(ada.ask(session, "prompts/get", params).error()).isEqualTo(-32603);
  }

  @Test
  void the_longest_state_of_another_server_comes_back() {
    JsonObject params = new JsonObject().put("name", "wiki.long");
    String state = ada.modern("prompts/get", params, ABLE).result().getString("requestState");
    JsonObject again = params.copy().put("requestState", state);
    assertThat(ada.modern("prompts/get", again, ABLE).result().getJsonArray("messages")).isEmpty();
  }

  @Test
  void an_answer_that_is_too_long_is_refused_and_the_question_waits() {
    CompletableFuture<Reply> first = calling(NONE, ABLE);
    String task = stage.submitted();
    asks(task, RELAYED);
    JsonObject again =
        new JsonObject()
            .put("requestState", first.join().result().getString("requestState"))
            .put("inputResponses", new JsonObject().put("who", accepted("x".repeat(70_000))));
    CompletableFuture<Reply> second = calling(again, ABLE);
    Watch watch = Others.next(stage.others.broadcast.watches);
    stage.others.broadcast.deliver(watch, question(task, RELAYED));
    assertThat(second.join().error()).isEqualTo(-32602);
    assertThat(status(task)).isEqualTo("waiting_input");
  }

  @Test
  void a_round_whose_watch_fails_leaves_the_task_to_the_next_try() {
    CompletableFuture<Reply> first = calling(NONE, ABLE);
    String task = stage.submitted();
    asks(task, RELAYED);
    JsonObject again =
        new JsonObject()
            .put("requestState", first.join().result().getString("requestState"))
            .put("inputResponses", new JsonObject().put("who", ANN));
    stage.others.broadcast.onWatch =
        watch -> {
          throw new Fault(ErrorCode.OVERLOADED, "no");
        };
    assertThat(calling(again, ABLE).join().status()).isEqualTo(503);
    assertThat(status(task)).isEqualTo("waiting_input");
    assertThat(calling(NONE, ABLE).join().status()).isEqualTo(503);
    String lost = stage.submitted();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> status(lost).equals("cancelled"));
    assertThat(status(task)).isEqualTo("waiting_input");
  }

  private static JsonObject accepted(String name) {
    return new JsonObject()
        .put("action", "accept")
        .put("content", new JsonObject().put("name", name));
  }

  private CompletableFuture<Reply> calling(JsonObject beside, JsonObject capabilities) {
    JsonObject params =
        new JsonObject().put("name", "count").put("arguments", NONE).mergeIn(beside);
    return CompletableFuture.supplyAsync(() -> ada.modern("tools/call", params, capabilities));
  }

  private String status(String task) {
    return ada.modernCall("get_task", new JsonObject().put("task_id", task), ABLE)
        .structured()
        .getString("status");
  }

  /** The agent asks, and the stream hears of it. */
  private void asks(String task, String detail) {
    stage.others.queue.ask(task, "[]", detail);
    Watch watch = Others.next(stage.others.broadcast.watches);
    stage.others.broadcast.deliver(watch, question(task, detail));
  }

  private static Event question(String task, String detail) {
    return Stage.event(
        5,
        EventType.TASK_INPUT_REQUESTED,
        task,
        "{\"status\":\"waiting_input\",\"input_id\":\"inp_1\",\"prompt\":\"Who?\","
            + "\"options\":[],\"detail\":"
            + detail
            + "}");
  }

  private String answered(String task) {
    return stage.others.queue.answered(task);
  }
}
