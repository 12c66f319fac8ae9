package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Api.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.message.SessionStatus;
import dev.holdfast.shared.message.SessionSummary;
import dev.holdfast.shared.message.SessionWork;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsHttpTest {
  private final Stage stage = Stage.with();
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_1_the_clients_own_id_is_used_exactly() {
    Reply made = ada.post("/api/sessions", "{\"session_id\":\"vscode-instance-1\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().getString("session_id")).isEqualTo("vscode-instance-1");
    assertThat(made.json().getString("session_source")).isEqualTo("client");
    assertThat(made.json().getBoolean("created")).isTrue();
    Reply again = ada.post("/api/sessions", "{\"session_id\":\"vscode-instance-1\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().getBoolean("created")).isFalse();
  }

  @Test
  void row_2_an_invalid_id_is_refused_and_not_replaced() {
    for (String id : List.of("ab", "x".repeat(65), "a b c", "a/b/c", "äöü", "")) {
      Reply reply = ada.post("/api/sessions", "{\"session_id\":\"" + id + "\"}");
      assertThat(reply.status()).as(id).isEqualTo(400);
      assertThat(reply.code()).as(id).isEqualTo("invalid_session_id");
      assertThat(ada.post("/api/tasks", "{\"task\":\"t\",\"session_id\":\"" + id + "\"}").code())
          .isEqualTo("invalid_session_id");
    }
    assertThat(ada.get("/api/sessions/ab").code()).isEqualTo("invalid_session_id");
  }

  @Test
  void a_session_is_made_without_a_body_too() {
    Reply made = ada.post("/api/sessions", null);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().getString("session_source")).isEqualTo("minted");
  }

  @Test
  void a_stable_key_leads_to_the_same_session_by_another_transport() {
    String body =
        "{\"stable_key\":{\"agent\":\"claude\",\"repo_root\":\"/src/x\",\"mode\":\"project\"}}";
    Reply one = ada.post("/api/sessions", body, "X-Transport-Id", "t-1");
    Reply two = ada.post("/api/sessions", body, "X-Transport-Id", "t-2");
    assertThat(two.json().getString("session_id")).isEqualTo(one.json().getString("session_id"));
    assertThat(two.json().getString("session_source")).isEqualTo("stable");
    Reply three = ada.post("/api/sessions", null, "X-Transport-Id", "t-2");
    assertThat(three.json().getString("session_source")).isEqualTo("transport");
  }

  @Test
  void a_stable_key_is_read_strictly() {
    assertThat(ada.post("/api/sessions", "{\"stable_key\":{\"agent\":\"a\"}}").code())
        .isEqualTo("missing_field");
    assertThat(
            ada.post("/api/sessions", "{\"stable_key\":{\"agent\":\"a\",\"repo\":\"/\"}}")
                .json()
                .getString("message"))
        .contains("stable_key.\"repo\"");
    assertThat(ada.post("/api/sessions", "{\"stable_key\":\"a\"}").code())
        .isEqualTo("invalid_field");
  }

  @Test
  void a_transport_id_must_be_visible_ascii() {
    assertThat(ada.post("/api/sessions", null, "X-Transport-Id", "a b").code())
        .isEqualTo("bad_request");
    assertThat(ada.post("/api/sessions", null, "X-Transport-Id", "x".repeat(201)).code())
        .isEqualTo("bad_request");
    assertThat(ada.post("/api/sessions", null, "X-Transport-Id", "x".repeat(200)).status())
        .isEqualTo(201);
  }

  @Test
  void a_session_is_described_with_its_bindings() {
    ada.post("/api/sessions", "{\"session_id\":\"window-1\"}");
    stage.others.registry.head = 12;
    Reply reply = ada.get("/api/sessions/window-1");
    assertThat(reply.json().getInteger("last_seq")).isEqualTo(12);
    assertThat(reply.json().getJsonArray("bindings")).hasSize(1);
    assertThat(reply.json().getValue("project")).isNull();
    assertThat(ada.get("/api/sessions/window-2").code()).isEqualTo("unknown_session");
  }

  @Test
  void row_22_a_project_is_bound_by_compare_and_set() {
    ada.post("/api/sessions", "{\"session_id\":\"window-1\"}");
    String path = "/api/sessions/window-1/project";
    assertThat(ada.get(path).code()).isEqualTo("project_unbound");
    Reply bound = ada.put(path, "{\"project\":\"one\",\"expected_version\":0}");
    assertThat(bound.status()).isEqualTo(200);
    assertThat(bound.json().getInteger("version")).isEqualTo(1);
    Reply conflict = ada.put(path, "{\"project\":\"two\",\"expected_version\":0}");
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.code()).isEqualTo("version_conflict");
    assertThat(ada.put(path, "{\"project\":\"two\"}").json().getInteger("version")).isEqualTo(2);
    assertThat(ada.get(path).json().getString("project")).isEqualTo("two");
    JsonObject session = ada.get("/api/sessions/window-1").json();
    assertThat(session.getJsonObject("project").getString("project")).isEqualTo("two");
    assertThat(ada.put("/api/sessions/window-2/project", "{\"project\":\"x\"}").code())
        .isEqualTo("unknown_session");
    assertThat(ada.put(path, "{}").code()).isEqualTo("missing_field");
  }

  @Test
  void row_14_a_session_is_ended_with_time_reason_and_status() {
    ada.post("/api/sessions", "{\"session_id\":\"window-1\"}");
    assertThat(ada.get("/api/sessions/window-1").json().getString("status")).isEqualTo("live");
    String path = "/api/sessions/window-1/end";
    JsonObject ended = ada.post(path, "{\"status\":\"abandoned\",\"reason\":\"r\"}").json();
    assertThat(ended.getString("status")).isEqualTo("ended");
    assertThat(ended.getString("ended_at")).isNotNull();
    assertThat(ended.getString("end_status")).isEqualTo("abandoned");
    assertThat(ended.getString("end_reason")).isEqualTo("r");
    assertThat(ada.post(path, null).json()).isEqualTo(ended);
    assertThat(ada.post(path, "{\"status\":\"expired\"}").code()).isEqualTo("invalid_field");
    assertThat(ada.post(path, "{\"reason\":\"" + "x".repeat(501) + "\"}").code())
        .isEqualTo("invalid_field");
    assertThat(ada.post("/api/sessions/window-2/end", null).code()).isEqualTo("unknown_session");
  }

  @Test
  void row_15_sessions_are_listed_by_what_is_asked_for() {
    ada.post("/api/sessions", "{\"session_id\":\"window-1\"}");
    stage.others.asked.clear();
    Reply page = ada.get("/api/sessions?status=live&q=win&project=p%20q&limit=2&before=9");
    assertThat(page.json().getJsonArray("sessions")).hasSize(1);
    assertThat(page.json().getValue("next")).isNull();
    assertThat(stage.others.asked)
        .contains(
            new ListSessions(
                new Principal("acme", "ada"), SessionStatus.LIVE, "win", "p q", 9L, 2));
    assertThat(ada.get("/api/sessions").json().getLong("next")).isEqualTo(7);
    for (String wrong :
        List.of("status=open", "q=", "q=a%25", "project=", "limit=0", "limit=201", "before=0")) {
      assertThat(ada.get("/api/sessions?" + wrong).code()).as(wrong).isEqualTo("bad_request");
    }
  }

  @Test
  void row_17_a_session_shows_its_work_and_its_last_failure() {
    ada.post("/api/sessions", "{\"session_id\":\"window-1\"}");
    assertThat(ada.get("/api/sessions/window-1").json().getValue("last_failure")).isNull();
    stage.others.tasks.work =
        new SessionWork(
            3,
            "tsk_2",
            new SessionWork.Failure("tsk_1", "timeout_run", "ran 5 s", "2026-01-02T03:04:05Z"));
    JsonObject session = ada.get("/api/sessions/window-1").json();
    assertThat(session.getInteger("queue_length")).isEqualTo(3);
    assertThat(session.getString("running_task")).isEqualTo("tsk_2");
    JsonObject failure = session.getJsonObject("last_failure");
    assertThat(failure.getString("last_error")).isEqualTo("ran 5 s");
    assertThat(failure.getString("stop_reason")).isEqualTo("timeout_run");
  }

  @Test
  void row_74_a_session_shows_its_summary_and_the_sessions_beside_it() {
    ada.post("/api/sessions", "{\"session_id\":\"window-1\"}");
    JsonObject before = ada.get("/api/sessions/window-1").json();
    assertThat(before.fieldNames()).contains("summary", "continues", "continued_by");
    assertThat(before.getValue("summary")).isNull();
    stage.others.tasks.work =
        new SessionWork(0, null, null, new SessionSummary("we counted", "old", 7, "tsk_7", true));
    assertThat(ada.get("/api/sessions/window-1").json().getJsonObject("summary"))
        .isEqualTo(
            new JsonObject()
                .put("text", "we counted")
                .put("session_id", "old")
                .put("to_seq", 7)
                .put("task_id", "tsk_7")
                .put("truncated", true));
  }

  @Test
  void row_24_the_audit_trail_of_a_session_is_paged() {
    ada.post("/api/sessions", "{\"session_id\":\"window-1\"}");
    JsonObject page = ada.get("/api/sessions/window-1/audit?limit=2").json();
    assertThat(page.getJsonArray("entries")).hasSize(2);
    assertThat(page.getLong("next")).isEqualTo(1);
    assertThat(ada.get("/api/sessions/window-1/audit?before=2").json().getValue("next")).isNull();
    assertThat(ada.get("/api/sessions/window-1/audit?limit=0").code()).isEqualTo("bad_request");
    assertThat(ada.get("/api/sessions/window-2/audit").code()).isEqualTo("unknown_session");
  }
}
