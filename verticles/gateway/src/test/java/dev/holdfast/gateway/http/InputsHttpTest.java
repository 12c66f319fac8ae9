package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Api.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.AnswerInput;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputsHttpTest {
  private final Stage stage = Stage.with();
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);
  private final Api bob = new Api(stage.port(), Others.BOB_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_48_a_question_is_shown_and_answered_once() {
    String task = waiting();
    JsonObject open = only(task);
    assertThat(open.getString("input_id")).isEqualTo("inp_1");
    assertThat(open.getString("prompt")).isEqualTo("Go on?");
    assertThat(open.getJsonArray("options").getJsonObject(0).getString("label")).isEqualTo("Go on");
    assertThat(open.getJsonObject("detail").getInteger("cost")).isEqualTo(3);
    assertThat(open.getBoolean("open")).isTrue();
    assertThat(open.getValue("answer")).isNull();
    assertThat(open.getValue("answered_at")).isNull();
    assertThat(ada.get("/api/tasks/" + task).json().getString("status")).isEqualTo("waiting_input");

    Reply answered = answer(ada, task, "{\"option\":\"yes\",\"text\":\"please\"}");
    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.json().getString("status")).isEqualTo("running");
    JsonObject closed = only(task);
    assertThat(closed.getBoolean("open")).isFalse();
    assertThat(closed.getJsonObject("answer"))
        .isEqualTo(new JsonObject().put("option", "yes").put("text", "please"));
    assertThat(closed.getString("answered_at")).isNotNull();

    Reply late = answer(ada, task, "{\"option\":\"no\"}");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("no_open_question");
  }

  @Test
  void row_48_every_member_of_an_answer_is_told_on() {
    String task = waiting();
    answer(ada, task, "{\"input_id\":\"inp_1\",\"text\":\"" + "x".repeat(65_536) + "\"}");
    AnswerInput wanted =
        stage.others.asked.stream()
            .filter(AnswerInput.class::isInstance)
            .map(AnswerInput.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(wanted.inputId()).isEqualTo("inp_1");
    assertThat(wanted.answer()).isEqualTo(new Answer(null, "x".repeat(65_536)));
    assertThat(wanted.principal().name()).isEqualTo("ada");
  }

  @Test
  void an_answer_is_held_to_its_limits() {
    String task = waiting();
    assertThat(answer(ada, task, "{}").code()).isEqualTo("missing_field");
    assertThat(answer(ada, task, "{\"input_id\":\"inp_1\"}").json().getString("message"))
        .isEqualTo("option or text is required");
    assertThat(answer(ada, task, "{\"text\":\"\"}").code()).isEqualTo("invalid_field");
    assertThat(answer(ada, task, "{\"text\":\"" + "x".repeat(65_537) + "\"}").code())
        .isEqualTo("invalid_field");
    assertThat(answer(ada, task, "{\"option\":1}").code()).isEqualTo("invalid_field");
    assertThat(answer(ada, task, "{\"txt\":\"x\"}").code()).isEqualTo("unknown_field");
    assertThat(answer(ada, task, "{\"input_id\":\"inp_2\",\"text\":\"x\"}").code())
        .isEqualTo("no_open_question");
    assertThat(only(task).getBoolean("open")).isTrue();
  }

  @Test
  void row_7_a_foreign_task_is_neither_answered_nor_shown() {
    String task = waiting();
    for (String id : new String[] {task, "tsk_none", "a%20b"}) {
      Reply refused = answer(bob, id, "{\"option\":\"yes\"}");
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.code()).isEqualTo("unknown_task");
      assertThat(bob.get("/api/tasks/" + id + "/inputs").code()).isEqualTo("unknown_task");
    }
    assertThat(only(task).getBoolean("open")).isTrue();
  }

  private String waiting() {
    String task = ada.post("/api/tasks", "{\"task\":\"go\"}").json().getString("task_id");
    stage.others.queue.ask(task);
    return task;
  }

  private static Reply answer(Api who, String task, String body) {
    return who.post("/api/tasks/" + task + "/input", body);
  }

  private JsonObject only(String task) {
    return ada.get("/api/tasks/" + task + "/inputs").json().getJsonArray("inputs").getJsonObject(0);
  }
}
