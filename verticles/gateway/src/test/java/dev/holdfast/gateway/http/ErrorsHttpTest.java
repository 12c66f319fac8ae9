package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Api.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrorsHttpTest {
  private final Stage stage = Stage.with("gateway.body_bytes_max", "2048");
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_34_a_response_repeats_the_request_id_or_has_a_new_one() {
    assertThat(ada.get("/api/tasks", "X-Request-Id", "a.B_c-1").header("X-Request-Id"))
        .isEqualTo("a.B_c-1");
    Reply error = ada.get("/api/tasks/none", "X-Request-Id", "r-2");
    assertThat(error.header("X-Request-Id")).isEqualTo("r-2");
    assertThat(error.json().getString("request_id")).isEqualTo("r-2");
    for (String bad : List.of("a b", "x".repeat(129), "<script>")) {
      Reply minted = ada.get("/nowhere", "X-Request-Id", bad);
      assertThat(minted.header("X-Request-Id")).startsWith("req_");
      assertThat(minted.json().getString("request_id")).isEqualTo(minted.header("X-Request-Id"));
    }
  }

  @Test
  void row_81_a_problem_says_the_same_in_both_vocabularies() {
    Reply reply = ada.post("/api/tasks", "{\"taks\":\"x\"}");
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.json().getString("type")).isEqualTo("urn:holdfast:error:unknown_field");
    assertThat(reply.json().getString("title")).isEqualTo(ErrorCode.UNKNOWN_FIELD.meaning());
    assertThat(reply.json().getInteger("status")).isEqualTo(400);
    assertThat(reply.json().getString("detail"))
        .isEqualTo(reply.json().getString("message"))
        .contains("did you mean task?");
    assertThat(reply.json().getBoolean("retryable")).isFalse();
  }

  @Test
  void without_a_valid_credential_nothing_is_told() {
    for (Api nobody : List.of(new Api(stage.port(), null), new Api(stage.port(), "wrong"))) {
      Reply reply = nobody.get("/api/tasks");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.code()).isEqualTo("unauthenticated");
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(nobody.post("/api/tasks", "{\"task\":\"x\"}").status()).isEqualTo(401);
      assertThat(nobody.get("/").status()).isEqualTo(200);
      assertThat(nobody.get("/openapi.json").status()).isEqualTo(200);
    }
    assertThat(ada.get("/api/tasks", "Authorization", "Basic x").status()).isEqualTo(401);
  }

  @Test
  void unknown_paths_and_methods_are_problems_too() {
    Reply nowhere = ada.get("/api/nothing");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.code()).isEqualTo("not_found");
    Reply wrong = ada.send("DELETE", "/api/tasks", null);
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.code()).isEqualTo("method_not_allowed");
    assertThat(wrong.header("Allow")).isEqualTo("POST, GET");
    assertThat(ada.post("/ws", "{}").header("Allow")).isEqualTo("GET");
  }

  @Test
  void escapes_that_are_none_are_a_bad_request() throws IOException {
    for (String path : List.of("/api/tasks?status=%zz", "/api/tasks/%zz", "/api/tasks/%")) {
      String request =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + Others.ADA_TOKEN
              + "\r\n\r\n";
      assertThat(raw(request)).startsWith("HTTP/1.1 400 ").contains("\"bad_request\"");
    }
  }

  @Test
  void row_34_what_is_hardly_a_request_is_still_answered_with_an_id() throws IOException {
    for (String line : List.of("OPTIONS * HTTP/1.1", "GET nowhere HTTP/1.1")) {
      assertThat(raw(line + "\r\nHost: x\r\n\r\n"))
          .as(line)
          .containsIgnoringCase("x-request-id: req_")
          .contains("\"request_id\":\"req_");
    }
  }

  @Test
  void a_body_must_be_json_and_say_so() {
    assertThat(ada.post("/api/tasks", "x", "Content-Type", "text/plain").status()).isEqualTo(415);
    assertThat(ada.post("/api/tasks", "{\"task\":\"x\"}", "Content-Type", "text/json").code())
        .isEqualTo("unsupported_media_type");
    assertThat(
            ada.post(
                    "/api/tasks",
                    "{\"task\":\"x\"}",
                    "Content-Type",
                    "Application/JSON; charset=utf-8")
                .status())
        .isEqualTo(201);
    for (String body : List.of("{", "[]", "{\"task\":\"x\",\"task\":\"y\"}", "{\"task\":\"x\"}x")) {
      Reply reply = ada.post("/api/tasks", body);
      assertThat(reply.status()).as(body).isEqualTo(400);
      assertThat(reply.code()).as(body).isEqualTo("bad_json");
      assertThat(reply.json().getString("message")).contains("line 1, column");
    }
    assertThat(ada.post("/api/tasks", null).code()).isEqualTo("missing_field");
  }

  @Test
  void a_body_that_is_too_large_is_refused_and_the_service_goes_on() {
    String fits = "{\"task\":\"" + "x".repeat(2048 - 11) + "\"}";
    assertThat(fits).hasSize(2048);
    assertThat(ada.post("/api/tasks", fits).status()).isEqualTo(201);
    Reply large = ada.post("/api/tasks", fits + " ");
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.code()).isEqualTo("payload_too_large");
    assertThat(large.json().getString("message")).contains("2048");
    assertThat(ada.get("/api/tasks").status()).isEqualTo(200);
  }

  @Test
  void a_chunked_body_is_held_to_the_same_limit() throws IOException {
    StringBuilder request =
        new StringBuilder(
                "POST /api/tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
            .append("Authorization: Bearer ")
            .append(Others.ADA_TOKEN)
            .append("\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 5; i++) {
      request.append("200\r\n").append("x".repeat(512)).append("\r\n");
    }
    assertThat(raw(request + "0\r\n\r\n")).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void a_body_that_does_not_come_is_not_waited_for() throws IOException {
    try (Stage quick = Stage.with("gateway.request_ms", "100");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), quick.port())) {
      socket.setSoTimeout(30_000);
      String request =
          """
          POST /api/tasks HTTP/1.1
          Host: x
          Content-Type: application/json
          Content-Length: 100
          Authorization: Bearer %s

          {\
          """
              .formatted(Others.ADA_TOKEN)
              .replace("\n", "\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void a_request_line_or_header_that_is_too_long_is_refused() throws IOException {
    String line = "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    assertThat(raw(line)).contains(" 431 ").contains("\"code\":\"headers_too_large\"");
    String header = "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n";
    assertThat(raw(header)).contains(" 431 ").contains("X-Request-Id: ");
  }

  @Test
  void row_64_what_may_pass_is_told_with_a_time_to_retry() {
    stage.others.failing(Addresses.SUBMIT_TASK, new Fault(ErrorCode.QUEUE_FULL, "256 tasks wait"));
    Reply full = ada.post("/api/tasks", "{\"task\":\"x\"}");
    assertThat(full.status()).isEqualTo(429);
    assertThat(full.header("Retry-After")).isEqualTo("1");
    assertThat(full.json().getBoolean("retryable")).isTrue();

    stage.others.failing(
        Addresses.SUBMIT_TASK, new Fault(ErrorCode.STORE_UNAVAILABLE, "the store is away"));
    Reply away = ada.post("/api/tasks", "{\"task\":\"x\"}");
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.code()).isEqualTo("store_unavailable");
    assertThat(away.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void a_bug_is_told_as_internal_and_nothing_more() {
    stage.others.failing(Addresses.GET_TASK, new IllegalStateException("secret detail"));
    Reply reply = ada.get("/api/tasks/tsk_1");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.code()).isEqualTo("internal");
    assertThat(reply.json().encode()).doesNotContain("secret");
  }

  @Test
  void an_ended_session_is_gone() {
    stage.others.failing(
        Addresses.RESOLVE_SESSION, new Fault(ErrorCode.SESSION_ENDED, "it has ended"));
    assertThat(ada.post("/api/sessions", null).status()).isEqualTo(410);
  }

  @Test
  void headers_given_twice_are_refused() throws IOException {
    String request =
        "POST /api/sessions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Transport-Id: a\r\n"
            + "X-Transport-Id: b\r\nAuthorization: Bearer "
            + Others.ADA_TOKEN
            + "\r\n\r\n";
    assertThat(raw(request)).startsWith("HTTP/1.1 400 ").contains("more than once");
  }

  /** Everything that comes back until the connection is closed or the response has ended. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      StringBuilder text = new StringBuilder();
      while (!text.toString().contains("\"retryable\"")) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          break;
        }
        text.append((char) next);
      }
      return text.toString();
    }
  }
}
