package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Schemas;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.ControlToken;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.RenewControls;
import dev.holdfast.shared.message.SubmitTask;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlFramesTest {
  private static final String CONTROL = "/api/sessions/ses-1/control";

  private final Stage stage = Stage.with("gateway.control_lease_ms", "90");
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);
  private final BlockingQueue<RenewControls> renewed = new LinkedBlockingQueue<>();

  ControlFramesTest() {
    new Bus(stage.vertx, 5_000).listen(Addresses.RENEW_CONTROLS, renewed::add);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void a_connection_takes_control_keeps_it_and_its_commands_come_with_it() {
    Ws left = Ws.ready(stage, "ses-1");
    assertThat(left.call(Ws.op("get_control")).getBoolean("held")).isFalse();
    JsonObject taken = left.call(Ws.op("take_control").put("label", "left").put("request_id", 1));
    assertThat(taken.getString("op")).isEqualTo("take_control_res");
    assertThat(taken.getLong("epoch")).isEqualTo(1);
    assertThat(taken.getBoolean("resumed")).isFalse();
    String hash = new ControlToken(taken.getString("control_token")).hash();

    RenewControls renewal = Others.next(renewed);
    assertThat(renewal.drivers()).extracting(Claim.Driver::hash).containsExactly(hash);
    assertThat(renewal.leaseMs()).isEqualTo(90);
    left.call(Ws.op("submit_task").put("task", "x"));
    assertThat(
            next(SubmitTask.class).claim().hashFor(renewal.drivers().getFirst().session().number()))
        .contains(hash);

    Ws right = Ws.ready(stage, "ses-1");
    assertThat(right.call(Ws.op("take_control")).getString("code")).isEqualTo("not_in_control");
    right.call(Ws.op("submit_task").put("task", "x"));
    assertThat(next(SubmitTask.class).claim()).isEqualTo(Claim.ANYONE);
    JsonObject over = right.call(Ws.op("take_control").put("take_over", true));
    assertThat(over.getLong("epoch")).isEqualTo(2);

    left.call(Ws.op("submit_task").put("task", "x"));
    assertThat(next(SubmitTask.class).claim()).isEqualTo(renewal.drivers().getFirst());
    assertThat(left.call(Ws.op("release_control")).getString("code")).isEqualTo("not_in_control");
    left.call(Ws.op("submit_task").put("task", "x"));
    assertThat(next(SubmitTask.class).claim()).isEqualTo(Claim.ANYONE);
    assertThat(right.call(Ws.op("release_control")).getBoolean("held")).isFalse();
  }

  @Test
  void commands_sent_before_control_is_given_back_come_with_it() {
    Ws ws = Ws.ready(stage, "ses-1");
    ws.call(Ws.op("take_control"));
    Claim driver = Others.next(renewed).drivers().getFirst();
    ws.sendRaw(Ws.op("submit_task").put("task", "x").encode());
    ws.sendRaw(Ws.op("cancel").put("task_id", "none").encode());
    ws.sendRaw(Ws.op("release_control").encode());
    ws.next();
    ws.next();
    ws.next();
    assertThat(next(SubmitTask.class).claim()).isEqualTo(driver);
    ws.call(Ws.op("submit_task").put("task", "x"));
    assertThat(next(SubmitTask.class).claim()).isEqualTo(Claim.ANYONE);
  }

  @Test
  void a_hello_says_what_the_connection_is_to_be() {
    JsonObject drives = hello("driver").put("client", "left");
    Ws left = new Ws(stage.vertx, stage.port());
    JsonObject ack = left.call(drives);
    assertThat(ack.getString("role")).isEqualTo("driver");
    JsonObject control = ack.getJsonObject("control");
    assertThat(control.getJsonObject("holder").getString("label")).isEqualTo("left");

    Ws right = new Ws(stage.vertx, stage.port());
    JsonObject other = right.call(hello("driver"));
    assertThat(other.getString("role")).isEqualTo("observer");
    assertThat(other.getJsonObject("control").getLong("epoch")).isEqualTo(1);
    for (String frame :
        new String[] {
          "{\"op\":\"submit_task\",\"task\":\"x\"}",
          "{\"op\":\"append_entries\",\"message\":\"x\"}",
          "{\"op\":\"end_session\"}"
        }) {
      right.sendRaw(frame);
      JsonObject refused = right.next();
      assertThat(refused.getString("code")).as(frame).isEqualTo("not_in_control");
      assertThat(refused.getString("message")).contains("observer");
    }
    assertThat(right.call(Ws.op("list_tasks")).getString("op")).isEqualTo("list_tasks_res");

    left.close();
    Ws back = new Ws(stage.vertx, stage.port());
    JsonObject again =
        back.call(hello("driver").put("control_token", control.getString("control_token")));
    assertThat(again.getString("role")).isEqualTo("driver");
    assertThat(again.getJsonObject("control").getBoolean("resumed")).isTrue();
    assertThat(right.call(Ws.op("take_control").put("take_over", true)).getLong("epoch"))
        .isEqualTo(2);
    assertThat(right.call(Ws.op("submit_task").put("task", "x")).getString("op"))
        .isEqualTo("submit_task_res");
  }

  @Test
  void a_hello_that_makes_no_sense_is_refused() {
    Ws ws = new Ws(stage.vertx, stage.port());
    ws.sendRaw(hello("captain").encode());
    assertThat(ws.next().getString("code")).isEqualTo("invalid_field");
    ws.sendRaw(hello("observer").put("control_token", "hfc_x").encode());
    assertThat(ws.next().getString("message")).contains("role driver");
  }

  @Test
  void nobody_renews_for_a_connection_that_is_gone() {
    Ws left = new Ws(stage.vertx, stage.port());
    left.call(hello("driver"));
    Others.next(renewed);
    left.close();
    Ws right = new Ws(stage.vertx, stage.port());
    right.call(hello("observer").put("session_id", "ses-2"));
    JsonObject taken = right.call(Ws.op("take_control"));
    String hash = new ControlToken(taken.getString("control_token")).hash();
    // From the first renewal of the other on it stands alone.
    RenewControls next = Others.next(renewed);
    while (next.drivers().stream().noneMatch(driver -> driver.hash().equals(hash))) {
      next = Others.next(renewed);
    }
    assertThat(next.drivers()).hasSize(1);
  }

  @Test
  void over_http_control_is_a_header() {
    JsonObject nobody = ada.get(CONTROL).json();
    assertThat(nobody.getString("code")).isEqualTo("unknown_session");
    ada.post("/api/sessions", "{\"session_id\":\"ses-1\"}");
    assertThat(ada.get(CONTROL).json().getBoolean("held")).isFalse();
    JsonObject taken = ada.put(CONTROL, "{\"label\":\"script\"}").json();
    assertThat(taken.getInteger("lease_ms")).isEqualTo(90);
    assertThat(ada.put(CONTROL, "{}").code()).isEqualTo("not_in_control");
    String[] token = {"Control-Token", taken.getString("control_token")};
    JsonObject again = ada.put(CONTROL, "{}", token).json();
    assertThat(again.getBoolean("resumed")).isTrue();
    assertThat(again.getString("control_token")).isEqualTo(token[1]);

    Claim claim = new Claim.Bearer(new ControlToken(token[1]).hash());
    JsonObject task =
        ada.post("/api/tasks", "{\"task\":\"x\",\"session_id\":\"ses-1\"}", token).json();
    assertThat(next(SubmitTask.class).claim()).isEqualTo(claim);
    ada.post("/api/tasks/" + task.getString("task_id") + "/cancel", "{}", token);
    assertThat(next(CancelTask.class).claim()).isEqualTo(claim);
    ada.post("/api/tasks/" + task.getString("task_id") + "/cancel", "{}");
    assertThat(next(CancelTask.class).claim()).isEqualTo(Claim.ANYONE);

    Api bob = new Api(stage.port(), Others.BOB_TOKEN);
    assertThat(bob.put(CONTROL, "{\"take_over\":true}").code()).isEqualTo("unknown_session");
    assertThat(ada.send("DELETE", CONTROL, null).code()).isEqualTo("not_in_control");
    assertThat(ada.send("DELETE", CONTROL, null, token).json().getBoolean("held")).isFalse();
  }

  @Test
  void every_frame_in_the_documentation_is_valid() {
    Matcher frames =
        Pattern.compile("^\\{\"op\":.*\\}$", Pattern.MULTILINE)
            .matcher(Schemas.document("control.md"));
    int count = 0;
    while (frames.find()) {
      JsonObject frame = new JsonObject(frames.group());
      boolean fromClient = FrameReader.members().containsKey(frame.getString("op"));
      Schemas.requireFrame(fromClient ? "client" : "server", frame);
      count++;
    }
    assertThat(count).isEqualTo(5);
  }

  private static JsonObject hello(String role) {
    return Ws.hello().put("session_id", "ses-1").put("role", role);
  }

  /** The next question of that kind; what was asked before it is passed over. */
  private <T> T next(Class<T> kind) {
    Record asked = Others.next(stage.others.asked);
    while (!kind.isInstance(asked)) {
      asked = Others.next(stage.others.asked);
    }
    return kind.cast(asked);
  }
}
