package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LegacyTest {
  private static final JsonObject NONE = new JsonObject();
  private static final String LEGACY = "2025-11-25";

  private final Stage stage = Stage.with();
  private final Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);
  private final Mcp bob = new Mcp(stage.port(), Others.BOB_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void a_version_that_is_served_is_taken_and_another_becomes_the_newest() {
    for (String version : List.of("2025-03-26", "2025-06-18", LEGACY)) {
      assertThat(agreed(version)).isEqualTo(version);
    }
    assertThat(agreed("1999-01-01")).isEqualTo(LEGACY);
  }

  @Test
  void a_session_answers_until_it_is_deleted_and_then_it_is_not_found() {
    String session = ada.initialize(LEGACY, NONE);
    assertThat(session).startsWith("mcp_");
    Reply heard =
        ada.send(
            "POST",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            "Mcp-Session-Id",
            session);
    assertThat(heard.status()).isEqualTo(202);
    assertThat(ada.ask(session, "ping", NONE).json().getJsonObject("result")).isEqualTo(NONE);
    assertThat(ada.send("DELETE", null, "Mcp-Session-Id", session).status()).isEqualTo(204);
    Reply gone = ada.ask(session, "ping", NONE);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.json().getInteger("id")).isEqualTo(1);
    assertThat(ada.send("DELETE", null, "Mcp-Session-Id", session).status()).isEqualTo(404);
  }

  @Test
  void a_foreign_session_is_answered_as_one_that_never_was() {
    String session = ada.initialize(LEGACY, NONE);
    Reply foreign = bob.ask(session, "ping", NONE);
    Reply never = bob.ask("mcp_never", "ping", NONE);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.json()).isEqualTo(never.json());
    assertThat(ada.ask(session, "ping", NONE).status()).isEqualTo(200);
  }

  @Test
  void what_is_missing_or_unknown_is_refused_by_name() {
    String session = ada.initialize(LEGACY, NONE);
    assertThat(ada.send("POST", Mcp.message("ping", NONE).encode()).status()).isEqualTo(400);
    assertThat(
            ada.send(
                    "POST",
                    Mcp.message("ping", NONE).encode(),
                    "Mcp-Session-Id",
                    session,
                    "MCP-Protocol-Version",
                    "1999-01-01")
                .status())
        .isEqualTo(400);
    assertThat(ada.ask(session, "no/method", NONE).error()).isEqualTo(-32601);
    assertThat(ada.send("POST", "{\"jsonrpc\":").error()).isEqualTo(-32700);
    assertThat(ada.send("POST", "[]").error()).isEqualTo(-32600);
    assertThat(ada.send("POST", "{\"jsonrpc\":\"1.0\",\"method\":\"x\"}").error())
        .isEqualTo(-32600);
    assertThat(ada.call(session, "nothing", NONE).error()).isEqualTo(-32602);
  }

  @Test
  void who_does_not_prove_himself_is_told_where_to_go() {
    Reply refused = new Mcp(stage.port(), null).ask("x", "ping", NONE);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.headers().get("WWW-Authenticate"))
        .startsWith("Bearer resource_metadata=\"http://127.0.0.1:" + stage.port())
        .endsWith("/.well-known/oauth-protected-resource/mcp\"");
  }

  @Test
  void pages_of_other_origins_are_kept_out() {
    assertThat(ada.send("POST", "{}", "Origin", "http://evil.example.com").status()).isEqualTo(403);
    String session = ada.initialize(LEGACY, NONE);
    assertThat(
            ada.send(
                    "POST",
                    Mcp.message("ping", NONE).encode(),
                    "Mcp-Session-Id",
                    session,
                    "Origin",
                    "http://127.0.0.1:" + stage.port())
                .status())
        .isEqualTo(200);
  }

  @Test
  void row_5_the_project_belongs_to_the_session_of_the_protocol() {
    String one = ada.initialize(LEGACY, NONE);
    String two = ada.initialize(LEGACY, NONE);
    Reply unbound = ada.call(one, "get_project", NONE);
    assertThat(unbound.result().getBoolean("isError")).isTrue();
    assertThat(unbound.text()).contains("project_unbound").contains("set_project");
    ada.call(one, "set_project", new JsonObject().put("project", "alpha"));
    ada.call(two, "set_project", new JsonObject().put("project", "beta"));
    assertThat(project(one)).isEqualTo("alpha");
    assertThat(project(two)).isEqualTo("beta");
  }

  @Test
  void a_session_of_the_protocol_can_be_attached_to_a_session_that_is_known() {
    String one = ada.initialize(LEGACY, NONE);
    String two = ada.initialize(LEGACY, NONE);
    JsonObject named = new JsonObject().put("session_id", "window-1");
    Reply opened = ada.call(one, "open_session", named);
    assertThat(opened.structured().getString("session_id")).isEqualTo("window-1");
    assertThat(opened.structured().getBoolean("created")).isTrue();
    ada.call(one, "set_project", new JsonObject().put("project", "alpha"));
    ada.call(two, "open_session", named);
    assertThat(project(two)).isEqualTo("alpha");
  }

  @Test
  void who_ends_the_session_of_its_own_connection_goes_on_with_a_new_one() {
    String mcp = ada.initialize(LEGACY, NONE);
    String first = ada.call(mcp, "get_session", NONE).structured().getString("session_id");
    JsonObject ended = ada.call(mcp, "end_session", NONE).structured();
    assertThat(ended.getString("session_id")).isEqualTo(first);
    assertThat(ended.getString("status")).isEqualTo("ended");
    JsonObject next = ada.call(mcp, "get_session", NONE).structured();
    assertThat(next.getString("session_id")).isNotEqualTo(first);
    assertThat(next.getString("status")).isEqualTo("live");
    ada.call(mcp, "end_session", new JsonObject().put("session_id", first));
    assertThat(ada.call(mcp, "get_session", NONE).structured().getString("session_id"))
        .isEqualTo(next.getString("session_id"));
  }

  @Test
  void arguments_that_are_wrong_are_told_to_the_model() {
    String session = ada.initialize(LEGACY, NONE);
    Reply refused = ada.call(session, "submit_task", new JsonObject().put("tusk", "x"));
    assertThat(refused.result().getBoolean("isError")).isTrue();
    assertThat(refused.text()).contains("unknown field").contains("task");
    assertThat(ada.call(session, "count", new JsonObject().put("bad", 1)).text())
        .contains("invalid_arguments");
  }

  private String agreed(String version) {
    JsonObject params =
        new JsonObject()
            .put("protocolVersion", version)
            .put("capabilities", NONE)
            .put("clientInfo", new JsonObject().put("name", "t").put("version", "1"));
    return ada.send("POST", Mcp.message("initialize", params).encode())
        .result()
        .getString("protocolVersion");
  }

  private String project(String session) {
    return ada.call(session, "get_project", NONE).structured().getString("project");
  }
}
