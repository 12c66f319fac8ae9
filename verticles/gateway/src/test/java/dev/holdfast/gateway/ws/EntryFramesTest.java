package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.QueryEntries;
import dev.holdfast.shared.message.ReadEntries;
import dev.holdfast.shared.message.RotateEntries;
import dev.holdfast.shared.message.VerifyEntries;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EntryFramesTest {
  private final Stage stage = Stage.with();
  private final Ws ws = Ws.ready(stage, "ses-1");
  private final BlockingQueue<Record> asked = stage.others.journal.asked;

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_27_an_entry_is_appended_to_the_connections_session_or_another_one() {
    JsonObject entry =
        Ws.op("append_entries")
            .put("message", "m")
            .put("meta", new JsonObject(Map.of("k", 1)))
            .put("tags", JsonArray.of("x"))
            .put("confidence", 0.25);
    JsonObject reply = ws.call(entry.copy().put("request_id", 7));
    assertThat(reply.getString("op")).isEqualTo("append_entries_res");
    assertThat(reply.getInteger("request_id")).isEqualTo(7);
    assertThat(reply.getBoolean("replayed")).isFalse();
    assertThat(reply.getJsonArray("entries").getJsonObject(0).getDouble("confidence"))
        .isEqualTo(0.25);
    Ws.ready(stage, "ses-2");
    ws.call(entry.copy().put("session_id", "ses-2"));
    assertThat(((AppendEntries) Others.next(asked)).session().id()).isEqualTo("ses-1");
    assertThat(((AppendEntries) Others.next(asked)).session().id()).isEqualTo("ses-2");
    assertThat(ws.call(entry.copy().put("session_id", "ses-3")).getString("code"))
        .isEqualTo("unknown_session");
  }

  @Test
  void row_27_many_entries_are_one_frame() {
    JsonArray many =
        JsonArray.of(new JsonObject().put("message", "a"), new JsonObject().put("message", "b"));
    JsonObject frame = Ws.op("append_entries").put("request_id", "r").put("session_id", "ses-1");
    assertThat(ws.call(frame.copy().put("entries", many)).getJsonArray("entries")).hasSize(2);
    assertThat(raw(frame.copy().put("entries", many).put("message", "m")).getString("code"))
        .isEqualTo("unknown_field");
  }

  @Test
  void row_36_an_append_under_a_key_is_done_once_over_either_protocol() {
    JsonObject frame =
        Ws.op("append_entries").put("message", "a").put("idempotency_key", "one-key");
    JsonObject first = ws.call(frame);
    JsonObject again = Ws.ready(stage, "ses-1").call(frame.copy().put("request_id", 1));
    assertThat(again.getJsonArray("entries")).isEqualTo(first.getJsonArray("entries"));
    assertThat(again.getBoolean("replayed")).isTrue();
    Api ada = new Api(stage.port(), Others.ADA_TOKEN);
    assertThat(
            ada.post(
                    "/api/sessions/ses-1/entries",
                    "{\"message\":\"a\"}",
                    "Idempotency-Key",
                    "one-key")
                .status())
        .isEqualTo(200);
    assertThat(ws.call(frame.copy().put("message", "b")).getString("code"))
        .isEqualTo("idempotency_conflict");
  }

  @Test
  void entries_are_appended_in_the_order_of_their_frames_and_a_failure_holds_up_none() {
    Ws.ready(stage, "ses-2");
    Promise<Void> found = Promise.promise();
    stage.others.answering(Addresses.FIND_SESSION, found.future());
    ws.send(Ws.op("append_entries").put("message", "1").put("session_id", "ses-2"));
    ws.send(Ws.op("append_entries").put("message", "x").put("session_id", "ses-none"));
    ws.send(Ws.op("append_entries").put("message", "2"));
    ws.call(Ws.op("ping"));
    found.complete();
    assertThat(List.of(ws.next(), ws.next(), ws.next()).stream().map(each -> each.getString("op")))
        .containsExactly("append_entries_res", "error", "append_entries_res");
    assertThat(asked.stream().map(each -> ((AppendEntries) each).entries().getFirst().message()))
        .containsExactly("1", "2");
  }

  @Test
  void row_29_a_page_is_asked_for_by_count_and_position() {
    JsonObject reply =
        ws.call(Ws.op("read_entries").put("log", "bug").put("limit", 7).put("before", 12));
    assertThat(reply.getLong("next")).isEqualTo(3);
    ReadEntries question = (ReadEntries) Others.next(asked);
    assertThat(question.log()).isEqualTo(JournalLog.BUG);
    assertThat(question.limit()).isEqualTo(7);
    assertThat(question.before()).isEqualTo(12);
  }

  @Test
  void row_30_a_query_has_the_conditions_that_it_has_over_http() {
    ws.call(Ws.op("query_entries").put("regex", "r").put("scope", "all_projects").put("limit", 6));
    QueryEntries question = (QueryEntries) Others.next(asked);
    assertThat(question.filter().regex()).isEqualTo("r");
    assertThat(question.allProjects()).isTrue();
    assertThat(question.limit()).isEqualTo(6);
    stage.others.failing(
        Addresses.QUERY_ENTRIES, new Fault(ErrorCode.INVALID_FIELD, "regex is not safe"));
    assertThat(ws.call(Ws.op("query_entries").put("regex", "(a+)+")).getString("message"))
        .isEqualTo("regex is not safe");
  }

  @Test
  void row_31_nothing_is_rotated_without_a_dry_run_or_its_answer() {
    JsonObject plan = ws.call(Ws.op("rotate_entries").put("dry_run", true));
    assertThat(plan.getBoolean("dry_run")).isTrue();
    assertThat(((RotateEntries) Others.next(asked)).confirm()).isNull();
    JsonObject done = ws.call(Ws.op("rotate_entries").put("confirm", plan.getString("confirm")));
    assertThat(done.getBoolean("dry_run")).isFalse();
    assertThat(ws.call(Ws.op("rotate_entries")).getString("code")).isEqualTo("missing_field");
  }

  @Test
  void row_31_a_verification_names_the_first_broken_entry() {
    JsonObject reply = ws.call(Ws.op("verify_entries").put("log", "security").put("after", 2));
    assertThat(reply.getLong("broken_number")).isEqualTo(4);
    VerifyEntries question = (VerifyEntries) Others.next(asked);
    assertThat(question.log()).isEqualTo(JournalLog.SECURITY);
    assertThat(question.after()).isEqualTo(2);
  }

  @Test
  void what_is_wrong_is_told_as_over_http() {
    Api ada = new Api(stage.port(), Others.ADA_TOKEN);
    for (String body :
        List.of(
            "{}",
            "{\"message\":\"\"}",
            "{\"message\":\"m\",\"priority\":\"urgent\"}",
            "{\"message\":\"m\",\"log_type\":\"x\"}",
            "{\"message\":\"m\",\"tags\":[\"\"]}",
            "{\"message\":\"m\",\"meta\":[]}",
            "{\"entries\":[{\"message\":\"a\"},{\"message\":1}]}",
            "{\"entries\":[1]}")) {
      JsonObject overHttp = ada.post("/api/sessions/ses-1/entries", body).json();
      JsonObject overWs = raw(new JsonObject(body).put("op", "append_entries"));
      assertThat(overWs.getString("code")).as(body).isEqualTo(overHttp.getString("code"));
      assertThat(overWs.getString("message")).as(body).isEqualTo(overHttp.getString("message"));
    }
    assertThat(asked).isEmpty();
  }

  private JsonObject raw(JsonObject frame) {
    ws.sendRaw(frame.encode());
    return ws.next();
  }
}
