package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Events;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients with sessions answer to another server's requests: once, and never again. */
final class LegacyAnswersTest {
  private static final String LEGACY = "2025-11-25";
  private static final JsonObject NONE = new JsonObject();
  private static final String RELAYED =
      "{\"io.modelcontextprotocol/requests\":{\"who\":{\"method\":\"elicitation/create\","
          + "\"params\":{\"message\":\"Who?\"}}}}";

  private final Stage stage = Stage.with();
  private final Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void one_that_can_never_be_taken_counts_as_one_that_the_client_could_not_give() {
    String session = ada.initialize(LEGACY, new JsonObject().put("elicitation", NONE));
    JsonObject call =
        Mcp.message("tools/call", new JsonObject().put("name", "count").put("arguments", NONE));
    try (Events stream = ada.stream("POST", call.encode(), "Mcp-Session-Id", session)) {
      String task = stage.submitted();
      Watch watch = Others.next(stage.others.broadcast.watches);
      stage.others.queue.ask(task, "[]", RELAYED);
      stage.others.broadcast.deliver(
          watch,
          Stage.event(
              5,
              EventType.TASK_INPUT_REQUESTED,
              task,
              "{\"status\":\"waiting_input\",\"input_id\":\"inp_1\",\"prompt\":\"Who?\","
                  + "\"options\":[],\"detail\":"
                  + RELAYED
                  + "}"));
      JsonObject answer =
          new JsonObject()
              .put("jsonrpc", "2.0")
              .put("id", asked(stream).getString("id"))
              .put(
                  "result",
                  new JsonObject()
                      .put("action", "accept")
                      .put("content", new JsonObject().put("name", "y".repeat(70_000))));
      assertThat(ada.send("POST", answer.encode(), "Mcp-Session-Id", session).status())
          .isEqualTo(202);
      assertThat(stage.others.queue.answered(task)).contains("\"cancel\"").doesNotContain("yyy");
    }
  }

  private static JsonObject asked(Events stream) {
    while (true) {
      Events.One one = Objects.requireNonNull(stream.next());
      if (!one.data().isEmpty()) {
        return one.json();
      }
    }
  }
}
