package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Api.Reply;
import dev.holdfast.gateway.testing.JournalStandIn;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.QueryEntries;
import dev.holdfast.shared.message.ReadEntries;
import dev.holdfast.shared.message.RotateEntries;
import dev.holdfast.shared.message.VerifyEntries;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntriesHttpTest {
  private static final String PATH = "/api/sessions/ses-1/entries";

  private final Stage stage = Stage.with();
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);
  private final BlockingQueue<Record> asked = stage.others.journal.asked;

  @BeforeEach
  void begin() {
    ada.post("/api/sessions", "{\"session_id\":\"ses-1\"}");
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_27_an_entry_is_read_with_every_field_and_shown_with_every_field() {
    Reply reply =
        ada.post(
            PATH,
            """
            {"message":"m","status":"success","agent":"claude","meta":{"b":[1.50,true],"a":{"z":null}},
             "tags":["x","y"],"priority":"critical","category":"c","log_type":"doc","confidence":0.25}
            """);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(content(reply, 0).getMap())
        .containsAllEntriesOf(
            Map.of("message", "m", "priority", "critical", "log_type", "doc", "confidence", 0.25))
        .containsEntry("number", 1)
        .containsEntry("hash", JournalStandIn.HASH);
    assertThat(content(reply, 0).getJsonArray("tags")).isEqualTo(JsonArray.of("x", "y"));
    assertThat(appended().getFirst().meta()).isEqualTo("{\"a\":{\"z\":null},\"b\":[1.50,true]}");
  }

  @Test
  void row_27_many_entries_are_one_request() {
    Reply reply = ada.post(PATH, "{\"entries\":[{\"message\":\"a\"},{\"message\":\"b\"}]}");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().getJsonArray("entries")).hasSize(2);
    assertThat(content(reply, 0).getValue("confidence")).isNull();
    assertThat(appended().stream().map(NewEntry::message)).containsExactly("a", "b");
  }

  @Test
  void row_36_an_append_under_a_key_is_done_once_and_says_so() {
    for (String body :
        List.of("{\"message\":\"a\"}", "{\"entries\":[{\"message\":\"a\"},{\"message\":\"b\"}]}")) {
      String key = "key-" + body.length();
      Reply first = ada.post(PATH, body, "Idempotency-Key", key);
      Reply again = ada.post(PATH, " " + body, "Idempotency-Key", key);
      assertThat(first.status()).isEqualTo(201);
      assertThat(first.header("Idempotency-Replayed")).isNull();
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
      assertThat(again.json()).isEqualTo(first.json());
      Reply other = ada.post(PATH, "{\"message\":\"c\"}", "Idempotency-Key", key);
      assertThat(other.status()).isEqualTo(409);
      assertThat(other.code()).isEqualTo("idempotency_conflict");
    }
    assertThat(ada.post(PATH, "{\"message\":\"a\"}", "Idempotency-Key", "no good").code())
        .isEqualTo("bad_request");
  }

  @Test
  void row_36_every_field_and_the_session_count_as_the_payload() {
    ada.post("/api/sessions", "{\"session_id\":\"ses-2\"}");
    for (String body :
        List.of(
            "{\"message\":\"a\"}",
            "{\"message\":\"a\",\"status\":\"s\"}",
            "{\"message\":\"a\",\"agent\":\"s\"}",
            "{\"message\":\"a\",\"meta\":{\"k\":1}}",
            "{\"message\":\"a\",\"tags\":[\"s\"]}",
            "{\"message\":\"a\",\"priority\":\"high\"}",
            "{\"message\":\"a\",\"category\":\"s\"}",
            "{\"message\":\"a\",\"log_type\":\"note\"}",
            "{\"message\":\"a\",\"confidence\":0.5}")) {
      ada.post(PATH, body, "Idempotency-Key", "k-" + asked.size());
    }
    ada.post("/api/sessions/ses-2/entries", "{\"message\":\"a\"}", "Idempotency-Key", "k");
    assertThat(
            asked.stream()
                .map(each -> ((AppendEntries) each).idempotency())
                .map(each -> Objects.requireNonNull(each).fingerprint()))
        .hasSize(10)
        .doesNotHaveDuplicates();
  }

  @Test
  void row_27_what_is_wrong_is_named_by_its_place() {
    assertRefused("{}", "missing_field", "message");
    assertRefused("{\"message\":\"\"}", "invalid_field", "message");
    assertRefused("{\"message\":\"m\",\"mesage\":1}", "unknown_field", "mesage");
    assertRefused("{\"message\":\"m\",\"entries\":[]}", "unknown_field", "message");
    assertRefused(
        "{\"entries\":[{\"message\":\"a\"},{\"message\":1}]}",
        "invalid_field",
        "entries[1].message");
    assertRefused("{\"entries\":[1]}", "invalid_field", "entries");
    assertRefused("{\"message\":\"m\",\"priority\":\"urgent\"}", "invalid_field", "low, medium");
    assertRefused("{\"message\":\"m\",\"log_type\":\"x\"}", "invalid_field", "progress, bug");
    assertRefused("{\"message\":\"m\",\"confidence\":1.01}", "invalid_field", "confidence");
    assertRefused("{\"message\":\"m\",\"confidence\":\"1\"}", "invalid_field", "confidence");
    assertRefused("{\"message\":\"m\",\"tags\":\"x\"}", "invalid_field", "tags");
    assertRefused("{\"message\":\"m\",\"tags\":[\"\"]}", "invalid_field", "tags");
    assertRefused("{\"message\":\"m\",\"tags\":[\"a\\u001fb\"]}", "invalid_field", "tags");
    assertRefused("{\"message\":\"m\",\"meta\":[]}", "invalid_field", "meta");
    assertRefused("{\"message\":\"m\",\"meta\":{\"a\":\"\\u0000\"}}", "invalid_field", "U+0000");
    assertRefused("{\"message\":\"m\",\"meta\":{\"\\ud800\":1}}", "invalid_field", "surrogate");
    assertRefused("{\"message\":\"m\",\"meta\":{\"a\":1e999}}", "invalid_field", "exponent");
    assertThat(asked).isEmpty();
  }

  @Test
  void row_29_a_page_is_asked_for_by_count_and_position() {
    Reply reply = ada.get(PATH + "?log=bug&limit=7&before=12");
    assertThat(reply.json().getLong("next")).isEqualTo(3);
    ReadEntries question = (ReadEntries) Others.next(asked);
    assertThat(question.log()).isEqualTo(JournalLog.BUG);
    assertThat(question.limit()).isEqualTo(7);
    assertThat(question.before()).isEqualTo(12);
    assertThat(ada.get(PATH + "?limit=0").code()).isEqualTo("bad_request");
    assertThat(ada.get(PATH + "?log=x").code()).isEqualTo("bad_request");
    assertThat(ada.get("/api/sessions/none-such/entries").code()).isEqualTo("unknown_session");
  }

  @Test
  void row_30_every_condition_of_a_query_is_handed_on() {
    Reply reply =
        ada.post(
            PATH + "/query",
            """
            {"since":"2026-01-01T00:00:00+02:00","until":"2026-02-01T00:00:00Z","text":"t","regex":"r",
             "status":"s","agent":"a","meta":{"k":1},"priority":"high","category":"c","tags":["x"],
             "log_type":"bug","scope":"all_projects","log":"bug","before":5,"limit":6}
            """);
    assertThat(reply.status()).isEqualTo(200);
    QueryEntries question = (QueryEntries) Others.next(asked);
    assertThat(question.filter().since()).hasToString("2025-12-31T22:00Z");
    assertThat(question.filter().meta()).isEqualTo("{\"k\":1}");
    assertThat(question.filter().priority()).isEqualTo(EntryPriority.HIGH);
    assertThat(question.filter().type()).isEqualTo(EntryType.BUG);
    assertThat(question.filter().tags()).containsExactly("x");
    assertThat(question.allProjects()).isTrue();
    assertThat(question.log()).isEqualTo(JournalLog.BUG);
    assertThat(question.before()).isEqualTo(5);
    assertThat(question.limit()).isEqualTo(6);
    for (String bad :
        List.of(
            "{\"since\":\"monday\"}",
            "{\"until\":\"-9999-01-01T00:00:00Z\"}",
            "{\"scope\":\"tenant\"}")) {
      assertThat(ada.post(PATH + "/query", bad).code()).as(bad).isEqualTo("invalid_field");
    }
  }

  @Test
  void row_31_nothing_is_rotated_without_a_dry_run_or_its_answer() {
    Reply plan = ada.post(PATH + "/rotate", "{\"dry_run\":true}");
    assertThat(plan.json().getBoolean("dry_run")).isTrue();
    assertThat(((RotateEntries) Others.next(asked)).confirm()).isNull();
    String confirm = plan.json().getString("confirm");
    Reply done = ada.post(PATH + "/rotate", "{\"confirm\":\"" + confirm + "\"}");
    assertThat(done.json().getBoolean("dry_run")).isFalse();
    assertThat(((RotateEntries) Others.next(asked)).confirm()).isEqualTo(confirm);
    assertThat(ada.post(PATH + "/rotate", "{}").code()).isEqualTo("missing_field");
    assertThat(ada.post(PATH + "/rotate", null).code()).isEqualTo("missing_field");
    assertThat(ada.post(PATH + "/rotate", "{\"dry_run\":1}").code()).isEqualTo("invalid_field");
    assertThat(ada.post(PATH + "/rotate", "{\"dry_run\":true,\"confirm\":\"x\"}").code())
        .isEqualTo("invalid_field");
  }

  @Test
  void row_31_a_verification_names_the_first_broken_entry() {
    Reply reply = ada.get(PATH + "/verify?log=security&after=2");
    assertThat(reply.json().getBoolean("valid")).isFalse();
    assertThat(reply.json().getLong("broken_number")).isEqualTo(4);
    VerifyEntries question = (VerifyEntries) Others.next(asked);
    assertThat(question.log()).isEqualTo(JournalLog.SECURITY);
    assertThat(question.after()).isEqualTo(2);
  }

  private void assertRefused(String body, String code, String named) {
    Reply reply = ada.post(PATH, body);
    assertThat(reply.code()).as(body).isEqualTo(code);
    assertThat(reply.json().getString("message")).contains(named);
  }

  private List<NewEntry> appended() {
    return ((AppendEntries) Others.next(asked)).entries();
  }

  private static JsonObject content(Reply reply, int index) {
    return reply.json().getJsonArray("entries").getJsonObject(index);
  }
}
