package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A project's log over HTTP, through two pods at once. */
final class JournalFleetTest {
  private static Fleet fleet;
  private static PodProcess one;
  private static PodProcess two;
  private static Client ann;

  @BeforeAll
  static void start() {
    fleet = new Fleet();
    ann = new Client(fleet.token("ann"));
    List<PodProcess> pods = fleet.start(2);
    one = pods.get(0);
    two = pods.get(1);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void rows_27_to_31_a_log_is_written_by_two_pods_searched_rotated_and_verified() {
    String path = bound(ann, "journal-1", "holdfast");
    List<CompletableFuture<Client.Answer>> appends = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String bulk = "{\"entries\":[{\"message\":\"step " + i + "\"}," + BUG + "]}";
      appends.add(ann.postLater(i % 2 == 0 ? one : two, path, bulk));
    }
    appends.forEach(append -> assertThat(append.join().status()).isEqualTo(201));
    JsonArray newest = ann.get(one, path + "?limit=40").body().getJsonArray("entries");
    assertThat(newest.stream().map(each -> ((JsonObject) each).getLong("number")))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList().reversed());
    assertThat(ann.get(two, path + "?log=bug&limit=7").body().getJsonArray("entries")).hasSize(7);

    Client.Answer found =
        ann.post(two, path + "/query", "{\"regex\":\"^step 1\\\\d$\",\"scope\":\"all_projects\"}");
    assertThat(found.body().getJsonArray("entries")).hasSize(10);
    Client.Answer costly = ann.post(two, path + "/query", "{\"regex\":\"(a+)+$\"}");
    assertThat(costly.status()).isEqualTo(400);
    assertThat(costly.text("code")).isEqualTo("invalid_field");

    String confirm = ann.post(one, path + "/rotate", "{\"dry_run\":true}").text("confirm");
    Client.Answer rotated =
        ann.post(two, path + "/rotate", new JsonObject().put("confirm", confirm).encode());
    assertThat(rotated.body().getLong("entries")).isEqualTo(40);
    Client.Answer again =
        ann.post(one, path + "/rotate", new JsonObject().put("confirm", confirm).encode());
    assertThat(again.status()).isEqualTo(409);
    for (String log : List.of("main", "bug", "security")) {
      JsonObject verified = ann.get(two, path + "/verify?log=" + log).body();
      assertThat(verified.getBoolean("valid")).as(log).isTrue();
      assertThat(verified.getLong("verified_to")).isEqualTo(verified.getLong("entries"));
    }
  }

  @Test
  void row_21_row_28_an_entry_without_a_project_or_its_metadata_is_refused_with_the_remedy() {
    ann.post(one, "/api/sessions", "{\"session_id\":\"journal-unbound\"}");
    Client.Answer unbound =
        ann.post(two, "/api/sessions/journal-unbound/entries", "{\"message\":\"m\"}");
    assertThat(unbound.status()).isEqualTo(409);
    assertThat(unbound.text("code")).isEqualTo("project_unbound");
    assertThat(unbound.text("message")).contains("set_project");
    String path = bound(ann, "journal-2", "other");
    Client.Answer missing = ann.post(two, path, "{\"message\":\"m\",\"log_type\":\"security\"}");
    assertThat(missing.text("message")).contains("severity, area, impact");
    assertThat(new Client(fleet.token("bob")).get(two, path).text("code"))
        .isEqualTo("unknown_session");
  }

  @Test
  void row_36_eight_appends_at_once_with_one_key_on_two_pods_are_written_once() {
    String path = bound(ann, "journal-3", "once");
    String[] key = {"Idempotency-Key", "append-1"};
    String bulk = "{\"entries\":[{\"message\":\"a\"}," + BUG + "]}";
    List<CompletableFuture<Client.Answer>> appends = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      appends.add(ann.postLater(i % 2 == 0 ? one : two, path, bulk, key));
    }
    List<Client.Answer> answers = appends.stream().map(CompletableFuture::join).toList();
    assertThat(answers.stream().map(Client.Answer::status).filter(status -> status == 201))
        .hasSize(1);
    assertThat(answers.stream().map(Client.Answer::status).filter(status -> status == 200))
        .hasSize(7);
    assertThat(answers.stream().map(Client.Answer::body).distinct()).hasSize(1);
    assertThat(ann.get(two, path).body().getJsonArray("entries")).hasSize(2);
    assertThat(ann.get(one, path + "?log=bug").body().getJsonArray("entries")).hasSize(1);
    assertThat(ann.post(two, path, "{\"message\":\"b\"}", key).text("code"))
        .isEqualTo("idempotency_conflict");
  }

  @Test
  void row_27_row_28_row_29_row_30_row_31_a_socket_can_do_with_a_log_what_http_can() {
    bound(ann, "journal-4", "by-socket");
    WsClient socket =
        WsClient.hello(
            two, new JsonObject().put("token", ann.token()).put("session_id", "journal-4"));
    for (int i = 1; i <= 12; i++) {
      socket.request(op("append_entries").put("message", "step " + i));
    }
    JsonObject bugs =
        socket.request(op("append_entries").put("entries", JsonArray.of(new JsonObject(BUG))));
    assertThat(bugs.getJsonArray("entries").getJsonObject(0).getLong("number")).isEqualTo(13);
    JsonObject page = socket.request(op("read_entries").put("limit", 7));
    assertThat(page.getJsonArray("entries")).hasSize(7);
    JsonObject rest = socket.request(op("read_entries").put("before", page.getLong("next")));
    assertThat(rest.getJsonArray("entries")).hasSize(6);
    assertThat(socket.request(op("read_entries").put("log", "bug")).getJsonArray("entries"))
        .hasSize(1);
    assertThat(socket.request(op("query_entries").put("regex", "^step 1")).getJsonArray("entries"))
        .hasSize(4);
    assertThat(socket.request(op("query_entries").put("regex", "(a+)+$")).getString("code"))
        .isEqualTo("invalid_field");
    String confirm = socket.request(op("rotate_entries").put("dry_run", true)).getString("confirm");
    JsonObject rotated = socket.request(op("rotate_entries").put("confirm", confirm));
    assertThat(rotated.getLong("entries")).isEqualTo(13);
    JsonObject verified = socket.request(op("verify_entries"));
    assertThat(verified.getBoolean("valid")).isTrue();
    assertThat(verified.getLong("verified_to")).isEqualTo(13);
  }

  private static JsonObject op(String op) {
    return new JsonObject().put("op", op);
  }

  private static final String BUG =
      "{\"message\":\"found\",\"log_type\":\"bug\","
          + "\"meta\":{\"severity\":\"low\",\"component\":\"x\",\"status\":\"open\"}}";

  /** The path of the entries of a session that is bound to a project. */
  private static String bound(Client client, String session, String project) {
    client.post(one, "/api/sessions", "{\"session_id\":\"" + session + "\"}");
    client.put(one, "/api/sessions/" + session + "/project", "{\"project\":\"" + project + "\"}");
    return "/api/sessions/" + session + "/entries";
  }
}
