package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.message.ListAudit;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.message.Rebind;
import dev.holdfast.shared.message.SessionStatus;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionFramesTest {
  private final Stage stage = Stage.with();
  private final Ws ws = Ws.ready(stage, "ses-1");
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_15_sessions_are_listed_as_over_http() {
    Ws.ready(stage, "ses-2");
    JsonObject page = ws.call(Ws.op("list_sessions"));
    assertThat(page.getJsonArray("sessions"))
        .isEqualTo(ada.get("/api/sessions").json().getJsonArray("sessions"))
        .hasSize(2);
    stage.others.asked.clear();
    ws.call(
        Ws.op("list_sessions")
            .put("status", "ended")
            .put("q", "ses-")
            .put("project", "p")
            .put("before", 9)
            .put("limit", 3));
    ListSessions question = (ListSessions) Others.next(stage.others.asked);
    assertThat(question.status()).isEqualTo(SessionStatus.ENDED);
    assertThat(question.prefix()).isEqualTo("ses-");
    assertThat(question.project()).isEqualTo("p");
    assertThat(question.before()).isEqualTo(9);
    assertThat(question.limit()).isEqualTo(3);
    ws.sendRaw("{\"op\":\"list_sessions\",\"q\":\"%\"}");
    assertThat(ws.next().getString("code")).isEqualTo("invalid_field");
    ws.sendRaw("{\"op\":\"list_sessions\",\"status\":\"dead\"}");
    assertThat(ws.next().getString("message")).isEqualTo("status must be live or ended");
  }

  @Test
  void row_15_a_session_is_inspected_as_over_http() {
    JsonObject own = ws.call(Ws.op("get_session"));
    own.remove("op");
    own.remove("ok");
    own.remove("request_id");
    assertThat(own).isEqualTo(ada.get("/api/sessions/ses-1").json());
    assertThat(ws.call(Ws.op("get_session").put("session_id", "ses-9")).getString("code"))
        .isEqualTo("unknown_session");
  }

  @Test
  void row_58_a_snapshot_has_the_position_at_which_it_is_true() {
    ada.post("/api/tasks", "{\"task\":\"go\",\"session_id\":\"ses-1\"}");
    JsonObject own = ws.call(Ws.op("get_session").put("include", "snapshot"));
    JsonObject snapshot = own.getJsonObject("snapshot");
    assertThat(snapshot.getLong("seq")).isEqualTo(42);
    assertThat(snapshot.getLong("earliest")).isEqualTo(7);
    assertThat(snapshot.getBoolean("queue_held")).isTrue();
    assertThat(snapshot.getJsonArray("tasks")).hasSize(1);
    assertThat(ada.get("/api/sessions/ses-1?include=snapshot").json().getJsonObject("snapshot"))
        .isEqualTo(snapshot);
    assertThat(ada.get("/api/sessions/ses-1?include=all").code()).isEqualTo("bad_request");
    ws.sendRaw("{\"op\":\"get_session\",\"include\":\"all\"}");
    assertThat(ws.next().getString("code")).isEqualTo("invalid_field");
  }

  @Test
  void row_15_bindings_are_listed_and_moved_as_over_http() {
    JsonObject page = ws.call(Ws.op("list_bindings").put("limit", 2));
    assertThat(page.getJsonArray("bindings"))
        .isEqualTo(ada.get("/api/sessions/ses-1/bindings").json().getJsonArray("bindings"))
        .hasSize(1);
    JsonObject moved =
        ws.call(
            Ws.op("rebind")
                .put("kind", "http")
                .put("transport_id", "client-1")
                .put("session_id", "ses-1")
                .put("expected_session_id", "ses-2"));
    assertThat(moved.getString("session_id")).isEqualTo("ses-1");
    Rebind command =
        stage.others.asked.stream()
            .filter(Rebind.class::isInstance)
            .map(Rebind.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(command.expectedSessionId()).isEqualTo("ses-2");
    ws.sendRaw("{\"op\":\"rebind\",\"kind\":\"fax\"}");
    assertThat(ws.next().getString("code")).isEqualTo("invalid_field");
  }

  @Test
  void row_24_the_audit_trail_is_read_as_over_http() {
    JsonObject page = ws.call(Ws.op("list_audit").put("before", 5).put("limit", 2));
    assertThat(page.getJsonArray("entries"))
        .isEqualTo(
            ada.get("/api/sessions/ses-1/audit?before=5&limit=2").json().getJsonArray("entries"));
    ListAudit question =
        stage.others.asked.stream()
            .filter(ListAudit.class::isInstance)
            .map(ListAudit.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(question.before()).isEqualTo(5);
    assertThat(question.limit()).isEqualTo(2);
    assertThat(question.session().id()).isEqualTo("ses-1");
  }
}
