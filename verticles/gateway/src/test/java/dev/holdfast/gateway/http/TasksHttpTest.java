package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Api.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.message.FindIdempotent;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskStatus;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TasksHttpTest {
  private final Stage stage = Stage.with();
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);
  private final Api bob = new Api(stage.port(), Others.BOB_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_51_a_submitted_task_is_answered_with_all_its_members() {
    Reply reply = ada.post("/api/tasks", "{\"task\":\"go\",\"session_id\":\"window-1\"}");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().getString("session_id")).isEqualTo("window-1");
    assertThat(reply.json().getString("status")).isEqualTo("queued");
    assertThat(reply.json().getInteger("current_iteration")).isZero();
    assertThat(reply.json().getInteger("total_iterations")).isZero();
    assertThat(reply.json().getInteger("tokens_used")).isZero();
    assertThat(reply.json().getInteger("total_tokens")).isZero();
    assertThat(reply.header("Location"))
        .isEqualTo("/api/tasks/" + reply.json().getString("task_id"));
  }

  @Test
  void row_4_the_session_is_the_same_in_every_answer() {
    Reply made = ada.post("/api/tasks", "{\"task\":\"go\"}");
    String task = made.json().getString("task_id");
    String session = made.json().getString("session_id");
    assertThat(session).startsWith("ses_");
    assertThat(ada.get("/api/tasks/" + task).json().getString("session_id")).isEqualTo(session);
    JsonObject listed =
        ada.get("/api/tasks?session_id=" + session).json().getJsonArray("tasks").getJsonObject(0);
    assertThat(listed).isEqualTo(made.json());
  }

  @Test
  void every_member_of_a_submission_reaches_the_queue() {
    ada.post(
        "/api/tasks",
        "{\"task\":\"go\",\"session_id\":\"window-1\",\"agent\":\"a\",\"agent_preset\":\"b\","
            + "\"tool_preset\":\"c\",\"max_attempts\":3}");
    SubmitTask question = question(SubmitTask.class);
    assertThat(question.agent()).isEqualTo("a");
    assertThat(question.agentPreset()).isEqualTo("b");
    assertThat(question.toolPreset()).isEqualTo("c");
    assertThat(question.maxAttempts()).isEqualTo(3);
    assertThat(question.idempotency()).isNull();
  }

  @Test
  void a_transport_id_leads_to_the_same_session_again() {
    String one = session("{\"task\":\"a\"}", "X-Transport-Id", "t-1");
    assertThat(session("{\"task\":\"b\"}", "X-Transport-Id", "t-1")).isEqualTo(one);
    assertThat(session("{\"task\":\"c\"}", "X-Transport-Id", "t-2")).isNotEqualTo(one);
    assertThat(session("{\"task\":\"d\"}")).isNotEqualTo(one);
  }

  @Test
  void row_36_a_repetition_gives_the_same_task_and_makes_no_session() {
    Reply first = ada.post("/api/tasks", "{\"task\":\"go\"}", "Idempotency-Key", "k1");
    stage.others.asked.clear();
    Reply again =
        ada.post("/api/tasks", "{ \"max_attempts\":1, \"task\":\"go\" }", "Idempotency-Key", "k1");
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(questions())
        .hasAtLeastOneElementOfType(FindIdempotent.class)
        .doesNotHaveAnyElementsOfTypes(ResolveSession.class, SubmitTask.class);
  }

  @Test
  void row_36_the_same_key_with_another_payload_is_a_conflict() {
    ada.post("/api/tasks", "{\"task\":\"go\"}", "Idempotency-Key", "k1");
    Reply other = ada.post("/api/tasks", "{\"task\":\"stop\"}", "Idempotency-Key", "k1");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("idempotency_conflict");
  }

  @Test
  void row_7_a_foreign_task_and_session_are_answered_like_unknown_ones() {
    Reply made = ada.post("/api/tasks", "{\"task\":\"go\",\"session_id\":\"window-1\"}");
    String task = made.json().getString("task_id");
    assertAlike(bob.get("/api/tasks/" + task), bob.get("/api/tasks/tsk_none"));
    assertAlike(
        bob.get("/api/tasks?session_id=window-1"), bob.get("/api/tasks?session_id=window-9"));
    assertThat(bob.get("/api/tasks").json().getJsonArray("tasks")).isEmpty();
  }

  @Test
  void what_cannot_be_a_task_id_is_an_unknown_task() {
    for (String id : List.of("%00", "a%20b", "x".repeat(101), "%F0%9F%98%80")) {
      Reply reply = ada.get("/api/tasks/" + id);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("unknown_task");
    }
  }

  @Test
  void a_list_is_asked_for_with_its_filters() {
    ada.post("/api/tasks", "{\"task\":\"go\",\"session_id\":\"window-1\"}");
    stage.others.asked.clear();
    Reply page = ada.get("/api/tasks?session_id=window-1&status=queued&limit=200&before=99");
    assertThat(page.json().getJsonArray("tasks")).hasSize(1);
    assertThat(page.json().getValue("next")).isNull();
    ListTasks question = question(ListTasks.class);
    assertThat(question.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(question.limit()).isEqualTo(200);
    assertThat(question.before()).isEqualTo(99);
    ada.post("/api/tasks", "{\"task\":\"go\",\"session_id\":\"window-1\"}");
    assertThat(ada.get("/api/tasks?limit=1").json().getInteger("next")).isEqualTo(7);
  }

  @Test
  void query_parameters_are_held_to_their_limits() {
    for (String query :
        List.of(
            "limit=0",
            "limit=201",
            "limit=x",
            "limit=",
            "limit=1&limit=2",
            "status=done",
            "before=0",
            "before=99999999999999999999",
            "sessions=1")) {
      Reply reply = ada.get("/api/tasks?" + query);
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.code()).as(query).isEqualTo("bad_request");
    }
    assertThat(ada.get("/api/tasks?sesion_id=a").json().getString("message"))
        .contains("did you mean session_id?");
    assertThat(ada.get("/api/tasks?session_id=a%20b").code()).isEqualTo("invalid_session_id");
    assertThat(ada.get("/api/tasks?session_id=window-9").code()).isEqualTo("unknown_session");
  }

  @Test
  void row_46_cancelling_tells_whether_the_end_is_still_to_come() {
    String queued = submit();
    Reply now = ada.post("/api/tasks/" + queued + "/cancel", null);
    assertThat(now.status()).isEqualTo(200);
    assertThat(now.json().getString("status")).isEqualTo("cancelled");

    String running = submit();
    stage.others.tasks.become(running, TaskStatus.RUNNING, null, 0);
    Reply later = ada.post("/api/tasks/" + running + "/cancel", "{}");
    assertThat(later.status()).isEqualTo(202);
    assertThat(later.json().getString("cancel_requested_at")).isNotNull();

    Reply over = ada.post("/api/tasks/" + queued + "/cancel", null);
    assertThat(over.status()).isEqualTo(409);
    assertThat(over.code()).isEqualTo("task_finished");
    assertThat(ada.post("/api/tasks/" + running + "/cancel", "{\"x\":1}").code())
        .isEqualTo("unknown_field");
  }

  @Test
  void a_result_is_shown_as_the_object_it_is() {
    String task = submit();
    stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"answer\":[1,2]}", 9);
    JsonObject json = ada.get("/api/tasks/" + task).json();
    assertThat(json.getJsonObject("result").getJsonArray("answer")).hasSize(2);
    assertThat(json.getInteger("tokens_used")).isEqualTo(120);
  }

  private String submit() {
    return ada.post("/api/tasks", "{\"task\":\"go\"}").json().getString("task_id");
  }

  private String session(String body, String... headers) {
    return ada.post("/api/tasks", body, headers).json().getString("session_id");
  }

  private static void assertAlike(Reply one, Reply other) {
    assertThat(one.status()).isEqualTo(other.status()).isEqualTo(404);
    JsonObject first = one.json().copy();
    JsonObject second = other.json().copy();
    first.remove("request_id");
    second.remove("request_id");
    assertThat(first).isEqualTo(second);
  }

  private List<Record> questions() {
    return new ArrayList<>(stage.others.asked);
  }

  private <T> T question(Class<T> type) {
    return questions().stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }
}
