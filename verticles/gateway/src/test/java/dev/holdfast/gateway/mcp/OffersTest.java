package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffersTest {
  private static final JsonObject NONE = new JsonObject();

  private final Stage stage = Stage.with();
  private final Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);
  private final Mcp bob = new Mcp(stage.port(), Others.BOB_TOKEN);
  private String own = "";
  private String session = "";

  @BeforeEach
  void begin() {
    own = ada.initialize("2025-11-25", NONE);
    session = ada.call(own, "open_session", NONE).structured().getString("session_id");
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void sessions_tasks_and_logs_are_read_as_resources() {
    Reply list = ada.ask(own, "resources/list", NONE);
    String uri = list.result().getJsonArray("resources").getJsonObject(0).getString("uri");
    assertThat(uri).isEqualTo("holdfast://sessions/" + session);
    assertThat(read(own, uri).getString("session_id")).isEqualTo(session);
    String task =
        ada.call(own, "submit_task", new JsonObject().put("task", "x"))
            .structured()
            .getString("task_id");
    assertThat(read(own, "holdfast://tasks/" + task).getString("task_id")).isEqualTo(task);
    assertThat(read(own, uri + "/log").containsKey("entries")).isTrue();
    assertThat(
            ada.ask(own, "resources/templates/list", NONE)
                .result()
                .getJsonArray("resourceTemplates"))
        .hasSize(3);
  }

  @Test
  void what_is_not_ones_own_is_not_there() {
    String foreign = bob.initialize("2025-11-25", NONE);
    for (String uri :
        List.of("holdfast://sessions/" + session, "holdfast://tasks/t", "file:///etc/passwd")) {
      JsonObject params = new JsonObject().put("uri", uri);
      Reply refused = bob.ask(foreign, "resources/read", params);
      assertThat(refused.error()).isEqualTo(-32002);
      assertThat(refused.json().getJsonObject("error").getJsonObject("data").getString("uri"))
          .isEqualTo(uri);
    }
    assertThat(bob.ask(foreign, "resources/list", NONE).result().encode()).doesNotContain(session);
    Reply completed = complete(bob, foreign, session.substring(0, 6));
    assertThat(completed.result().encode()).doesNotContain(session);
  }

  @Test
  void what_another_server_offers_stands_after_our_own_and_is_passed_on() {
    String listed = ada.ask(own, "resources/list", NONE).result().encode();
    assertThat(listed).containsSubsequence("holdfast://sessions/", "wiki://home");
    String next = ada.ask(own, "resources/list", NONE).result().getString("nextCursor");
    JsonObject last = ada.ask(own, "resources/list", new JsonObject().put("cursor", next)).result();
    assertThat(last.encode()).contains("wiki://end").doesNotContain("wiki://home");
    assertThat(last.containsKey("nextCursor")).isFalse();
    for (String bad : List.of("1", "x.y", "-.-1", "1.2.3")) {
      assertThat(ada.ask(own, "resources/list", new JsonObject().put("cursor", bad)).error())
          .isEqualTo(-32602);
    }
    assertThat(ada.ask(own, "prompts/list", NONE).result().encode())
        .containsSubsequence("continue_session", "wiki.review");
    Reply read = ada.ask(own, "resources/read", new JsonObject().put("uri", "wiki://home"));
    assertThat(read.result().getJsonArray("contents")).hasSize(1);
  }

  @Test
  void a_prompt_goes_on_with_a_session() {
    ada.call(own, "submit_task", new JsonObject().put("task", "write the tests"));
    Reply listed = ada.ask(own, "prompts/list", NONE);
    assertThat(listed.result().getJsonArray("prompts").getJsonObject(0).getString("name"))
        .isEqualTo("continue_session");
    Reply prompt = ada.ask(own, "prompts/get", new JsonObject().put("name", "continue_session"));
    assertThat(prompt.result().getJsonArray("messages").encode()).contains("write the tests");
    assertThat(ada.ask(own, "prompts/get", new JsonObject().put("name", "x")).error())
        .isEqualTo(-32602);
  }

  @Test
  void the_names_of_sessions_are_completed() {
    assertThat(complete(ada, own, session.substring(0, 6)).result().encode()).contains(session);
    assertThat(complete(ada, own, "no session").result().encode()).doesNotContain(session);
  }

  @Test
  void without_a_session_lists_say_how_long_they_hold() {
    for (String method :
        List.of("resources/list", "resources/templates/list", "prompts/list", "tools/list")) {
      JsonObject result = ada.modern(method, NONE, NONE).result();
      assertThat(result.getInteger("ttlMs")).isNotNegative();
      assertThat(result.getString("cacheScope")).isEqualTo("private");
    }
  }

  private JsonObject read(String protocol, String uri) {
    Reply reply = ada.ask(protocol, "resources/read", new JsonObject().put("uri", uri));
    return new JsonObject(
        reply.result().getJsonArray("contents").getJsonObject(0).getString("text"));
  }

  private static Reply complete(Mcp client, String protocol, String value) {
    return client.ask(
        protocol,
        "completion/complete",
        new JsonObject()
            .put("ref", new JsonObject().put("type", "ref/prompt").put("name", "continue_session"))
            .put("argument", new JsonObject().put("name", "session_id").put("value", value)));
  }
}
