package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Schemas;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.WorkersStandIn;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.OfferWorker;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.message.WorkerSays;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerFramesTest {
  private final Stage stage =
      Stage.with("gateway.requests_in_flight_max", "3", "gateway.credential_check_ms", "50");
  private final Api http = new Api(stage.port(), Others.WORKER_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void a_worker_is_taken_on_with_what_it_offers() {
    Ws ws = new Ws(stage.vertx, stage.port());
    JsonObject welcome =
        ws.call(
            hello()
                .put("request_id", 1)
                .put("worker_id", "w-1")
                .put("slots", 3)
                .put("jobs", new JsonArray().add("job_1")));
    assertThat(welcome.getString("op")).isEqualTo("worker_welcome");
    assertThat(welcome.getInteger("request_id")).isEqualTo(1);
    assertThat(welcome.getString("worker_id")).isEqualTo("w-1");
    assertThat(welcome.getInteger("heartbeat_ms")).isEqualTo(5_000);
    assertThat(welcome.getInteger("lease_ms")).isEqualTo(15_000);
    assertThat(welcome.getJsonArray("jobs")).containsExactly("job_1");
    OfferWorker offer = (OfferWorker) lastAsked();
    assertThat(offer.owner()).isEqualTo(new Principal("acme", "ada"));
    assertThat(offer.agents()).containsExactly("build");
    assertThat(offer.slots()).isEqualTo(3);
    ws.send(Ws.op("worker_heartbeat"));
    assertThat(Others.next(stage.others.workers.heard).connection()).isEqualTo(offer.connection());
    ws.close();
    assertThat(Others.next(stage.others.workers.gone).connection()).isEqualTo(offer.connection());
  }

  @Test
  void the_key_of_a_worker_opens_nothing_but_the_work_of_its_agents() {
    Ws client = new Ws(stage.vertx, stage.port());
    assertThat(client.call(Ws.hello().put("token", Others.WORKER_TOKEN)).getString("code"))
        .isEqualTo("forbidden");
    assertThat(client.closeCode()).isEqualTo(4403);
    Ws ordinary = new Ws(stage.vertx, stage.port());
    assertThat(ordinary.call(hello().put("token", Others.ADA_TOKEN)).getString("code"))
        .isEqualTo("forbidden");
    assertThat(ordinary.closeCode()).isEqualTo(4403);
    Ws strange = new Ws(stage.vertx, stage.port());
    assertThat(strange.call(hello().put("token", "hfw_unknown")).getString("code"))
        .isEqualTo("unauthenticated");
    Ws greedy = new Ws(stage.vertx, stage.port());
    assertThat(
            greedy.call(hello().put("agents", new JsonArray().add("deploy"))).getString("message"))
        .isEqualTo("the key serves no agent deploy; it serves build, test");
    Ws ws = worker();
    for (JsonObject frame :
        List.of(
            Ws.op("submit_task").put("task", "x"),
            Ws.op("list_tasks"),
            Ws.op("ping"),
            Ws.op("rotate_token").put("token", Others.ADA_TOKEN))) {
      assertThat(ws.call(frame).getString("code")).isEqualTo("forbidden");
    }
    assertThat(ws.call(hello()).getString("code")).isEqualTo("bad_request");
    for (String path : List.of("/api/tasks", "/api/sessions/ses-1", "/api/admin/keys")) {
      assertThat(http.get(path).code()).isEqualTo("forbidden");
    }
    assertThat(http.post("/api/tickets", "{}").code()).isEqualTo("forbidden");
  }

  @Test
  void a_worker_that_leaves_is_answered_when_it_has_no_job_any_more() {
    Promise<Void> given = Promise.promise();
    stage.others.workers.drained = given.future();
    Ws ws = worker();
    ws.send(Ws.op("worker_leave").put("request_id", 7));
    assertThat(ws.call(Ws.op("worker_heartbeat").put("request_id", 8)).getInteger("request_id"))
        .isEqualTo(8);
    given.complete();
    JsonObject left = ws.next();
    assertThat(left.getString("op")).isEqualTo("worker_leave_res");
    assertThat(left.getInteger("request_id")).isEqualTo(7);
  }

  @Test
  void a_client_cannot_send_what_a_worker_sends() {
    Ws ws = Ws.ready(stage, "ses-1");
    for (JsonObject frame :
        List.of(
            hello(),
            Ws.op("worker_heartbeat"),
            Ws.op("worker_leave"),
            Ws.op("job_result").put("job_id", "job_1").put("result", new JsonObject()))) {
      assertThat(ws.call(frame).getString("code")).isEqualTo("forbidden");
    }
    assertThat(stage.others.workers.said).isEmpty();
  }

  @Test
  void what_a_worker_says_is_passed_on_in_its_order_and_acknowledged_where_it_wants_that() {
    Ws ws = worker();
    ws.send(
        job("job_progress")
            .put("current_iteration", 1)
            .put("total_iterations", 2)
            .put("tokens_used", 3)
            .put("total_tokens", 4));
    ws.send(job("job_output").put("text", "hello"));
    ws.send(job("job_output").put("text", "why").put("stream", "thought"));
    ws.send(job("job_usage").put("output_tokens", 7).put("cost_micros", 9));
    ws.send(
        job("job_ask")
            .put("ask_id", "a")
            .put("prompt", "Go on?")
            .put("detail", new JsonObject().put("b", 1))
            .put(
                "options",
                new JsonArray()
                    .add(new JsonObject().put("id", "yes").put("label", "Yes"))
                    .add(new JsonObject().put("id", "no"))));
    ws.send(job("job_failed").put("error", "busy").put("transient", true));
    ws.send(job("job_cancelled"));
    JsonObject result =
        ws.call(
            job("job_result").put("request_id", "r").put("result", new JsonObject().put("n", 1)));
    assertThat(result.getString("op")).isEqualTo("job_result_res");
    assertThat(result.getString("request_id")).isEqualTo("r");
    List<WorkerNews> news = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      WorkerSays says = Others.next(stage.others.workers.said);
      assertThat(says.number()).isEqualTo(i + 1);
      news.add(says.news());
    }
    assertThat(news)
        .containsExactly(
            new WorkerNews.Advanced("job_1", new Progress(1, 2, 3, 4)),
            new WorkerNews.Said("job_1", "text", "hello"),
            new WorkerNews.Said("job_1", "thought", "why"),
            new WorkerNews.Used("job_1", new Usage(0, 7, 0, 0, 0, 0, 9)),
            new WorkerNews.Asked(
                "job_1",
                "a",
                new Question(
                    "Go on?",
                    List.of(new Question.Option("yes", "Yes"), new Question.Option("no", "no")),
                    "{\"b\":1}")),
            new WorkerNews.Failed("job_1", "busy", true),
            new WorkerNews.Stopped("job_1"),
            new WorkerNews.Done("job_1", "{\"n\":1}"));
  }

  @Test
  void frames_beyond_their_limits_are_refused_and_pass_nothing_on() {
    Ws ws = worker();
    List<String> wrong =
        List.of(
            "{\"op\":\"job_progress\"}",
            "{\"op\":\"job_progress\",\"job_id\":\"j\",\"tokens_used\":-1}",
            "{\"op\":\"job_output\",\"job_id\":\"j\",\"text\":\"\"}",
            "{\"op\":\"job_output\",\"job_id\":\"j\",\"text\":\"x\",\"stream\":\"tool\"}",
            "{\"op\":\"job_output\",\"job_id\":\"j\",\"text\":\"" + "x".repeat(65_537) + "\"}",
            "{\"op\":\"job_ask\",\"job_id\":\"j\",\"ask_id\":\"a\"}",
            "{\"op\":\"job_ask\",\"job_id\":\"j\",\"ask_id\":\"a\",\"prompt\":\"p\",\"options\":"
                + "[{\"id\":\"x\"},{\"id\":\"x\"}]}",
            "{\"op\":\"job_result\",\"job_id\":\"j\",\"result\":7}",
            "{\"op\":\"job_failed\",\"job_id\":\"j\"}",
            "{\"op\":\"job_cancelled\",\"job_id\":\"j\",\"why\":1}");
    for (String frame : wrong) {
      ws.sendRaw(frame);
      assertThat(ws.next().getString("code"))
          .as(frame)
          .isIn("missing_field", "invalid_field", "unknown_field");
    }
    assertThat(stage.others.workers.said).isEmpty();
    Ws other = new Ws(stage.vertx, stage.port());
    other.sendRaw("{\"op\":\"worker_hello\",\"agents\":[],\"token\":\"t\"}");
    assertThat(other.next().getString("code")).isEqualTo("missing_field");
  }

  @Test
  void a_late_frame_is_told_that_its_job_is_gone() {
    Ws ws = worker();
    JsonObject refused = ws.call(Ws.op("job_output").put("job_id", "job_gone").put("text", "late"));
    assertThat(refused.getString("code")).isEqualTo("job_gone");
    assertThat(refused.getBoolean("retryable")).isFalse();
  }

  @Test
  void no_more_is_read_of_a_worker_than_may_wait_to_be_taken() {
    stage.others.workers.holds = true;
    Ws ws = worker();
    for (int i = 0; i < 10; i++) {
      ws.send(job("job_output").put("text", "line " + i));
    }
    List<WorkerSays> taken = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      WorkerSays says = Others.next(stage.others.workers.said);
      // Three may wait; the next one comes only after one was taken.
      assertThat(says.number() - taken.size()).isLessThanOrEqualTo(3);
      if (i >= 2) {
        taken.add(says);
        stage.others.workers.taken(says);
      }
    }
    assertThat(taken).hasSize(8);
  }

  @Test
  void orders_reach_the_worker_as_the_schema_says() {
    Ws ws = worker();
    List<String> ops = new ArrayList<>();
    for (WorkerOrder order : WorkersStandIn.orders("job_1")) {
      stage.others.workers.order(order);
      JsonObject frame = ws.next();
      assertThat(frame.getString("job_id")).isEqualTo("job_1");
      ops.add(frame.getString("op"));
    }
    assertThat(ops).containsExactly("job", "job_answer", "job_cancel", "job_message");
    stage.others.workers.order(new WorkerOrder.Replaced());
    assertThat(ws.next().getString("code")).isEqualTo("worker_replaced");
    assertThat(ws.closeCode()).isEqualTo(4409);
  }

  @Test
  void a_gateway_that_stops_lets_workers_end_their_jobs_before_it_closes() {
    Promise<Void> ended = Promise.promise();
    stage.others.workers.drained = ended.future();
    Ws ws = worker();
    Thread stopping = Thread.startVirtualThread(stage::stopGateway);
    assertThat(ws.next().getString("op")).isEqualTo("goaway");
    stage.others.workers.order(new WorkerOrder.Stop("job_1", "drained"));
    assertThat(ws.next().getString("reason")).isEqualTo("drained");
    ws.send(job("job_cancelled"));
    assertThat(Others.next(stage.others.workers.said).news())
        .isEqualTo(new WorkerNews.Stopped("job_1"));
    ended.complete();
    assertThat(ws.closeCode()).isEqualTo(1012);
    assertThat(stopping.isInterrupted()).isFalse();
  }

  @Test
  void row_77_a_worker_whose_key_was_revoked_is_sent_away() {
    Ws ws = worker();
    stage.others.registry.revoked.add("key_of_worker");
    assertThat(ws.next().getString("code")).isEqualTo("unauthenticated");
    assertThat(ws.closeCode()).isEqualTo(4401);
    Others.next(stage.others.workers.gone);
  }

  @Test
  void every_frame_in_the_description_of_workers_is_valid() {
    Matcher frames =
        Pattern.compile("^(\\{\"op\":.*\\})$", Pattern.MULTILINE)
            .matcher(Schemas.document("../workers.md"));
    int count = 0;
    while (frames.find()) {
      JsonObject frame = new JsonObject(frames.group());
      boolean fromWorker = FrameReader.members().containsKey(frame.getString("op"));
      Schemas.requireFrame(fromWorker ? "client" : "server", frame);
      count++;
    }
    assertThat(count).isGreaterThan(10);
  }

  private Ws worker() {
    Ws ws = new Ws(stage.vertx, stage.port());
    assertThat(ws.call(hello()).getString("op")).isEqualTo("worker_welcome");
    return ws;
  }

  private static JsonObject hello() {
    return Ws.op("worker_hello")
        .put("token", Others.WORKER_TOKEN)
        .put("agents", new JsonArray().add("build"));
  }

  private static JsonObject job(String op) {
    return Ws.op(op).put("job_id", "job_1");
  }

  private Record lastAsked() {
    Record last = Others.next(stage.others.asked);
    while (!(last instanceof OfferWorker)) {
      last = Others.next(stage.others.asked);
    }
    return last;
  }
}
