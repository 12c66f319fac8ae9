package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final Stage stage =
      Stage.with("gateway.origins", "https://app.example\u001fhttps://other.example");

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_1_a_hello_with_a_session_id_is_answered_with_exactly_that_id() {
    for (String id : List.of("vscode-instance-1", "vscode-instance-2")) {
      JsonObject ack = open().call(Ws.hello().put("session_id", id).put("protocol_version", 1));
      assertThat(ack.getString("op")).isEqualTo("hello_ack");
      assertThat(ack.getBoolean("ok")).isTrue();
      assertThat(ack.getString("session_id")).isEqualTo(id);
      assertThat(ack.getString("session_source")).isEqualTo("client");
      assertThat(ack.getString("pod")).isEqualTo("pod-1");
      assertThat(ack.getInteger("heartbeat_ms")).isEqualTo(10_000);
      assertThat(ack.containsKey("warning")).isFalse();
      assertThat(ack.getValue("request_id")).isNull();
    }
  }

  @Test
  void row_2_an_invalid_session_id_is_replaced_with_a_warning() {
    JsonObject ack = open().call(Ws.hello().put("session_id", "no good!"));
    assertThat(ack.getString("session_source")).isEqualTo("minted");
    assertThat(ack.getString("session_id")).startsWith("ses_");
    assertThat(ack.getString("warning")).contains("3-64 characters").doesNotContain("no good");
  }

  @Test
  void row_2_an_invalid_session_id_is_refused_where_that_is_configured() {
    try (Stage strict = Stage.with("gateway.invalid_session_id", "refuse")) {
      Ws ws = new Ws(strict.vertx, strict.port());
      JsonObject error = ws.call(Ws.hello().put("session_id", "x").put("request_id", 1));
      assertThat(error.getString("code")).isEqualTo("invalid_session_id");
      assertThat(error.getInteger("request_id")).isEqualTo(1);
      assertThat(ws.closeCode()).isEqualTo(4400);
    }
  }

  @Test
  void row_3_nothing_is_told_before_the_session_is_durable() {
    Promise<Void> durable = Promise.promise();
    stage.others.answering(Addresses.RESOLVE_SESSION, durable.future());
    Ws ws = open();
    ws.send(Ws.hello());
    ws.send(Ws.op("ping"));
    Others.next(stage.others.asked);
    Others.next(stage.others.asked);
    assertThat(ws.poll()).isNull();
    durable.complete();
    assertThat(ws.next().getString("op")).isEqualTo("hello_ack");
    assertThat(ws.next().getString("op")).isEqualTo("ping_res");
  }

  @Test
  void row_9_a_transport_or_stable_key_leads_back_to_the_session() {
    JsonObject key = new JsonObject().put("agent", "claude").put("repo_root", "/src");
    JsonObject first = open().call(Ws.hello().put("transport_id", "w-1").put("stable_key", key));
    JsonObject same = open().call(Ws.hello().put("transport_id", "w-1"));
    JsonObject moved = open().call(Ws.hello().put("transport_id", "w-2").put("stable_key", key));
    assertThat(first.getString("session_source")).isEqualTo("minted");
    assertThat(same.getString("session_source")).isEqualTo("transport");
    assertThat(moved.getString("session_source")).isEqualTo("stable");
    assertThat(same.getString("session_id"))
        .isEqualTo(first.getString("session_id"))
        .isEqualTo(moved.getString("session_id"));
  }

  @Test
  void the_credential_may_come_in_the_header_of_the_upgrade() {
    Ws ws = new Ws(stage.vertx, stage.port(), "Authorization", "Bearer " + Others.ADA_TOKEN);
    assertThat(ws.call(Ws.op("hello")).getString("op")).isEqualTo("hello_ack");
  }

  @Test
  void without_a_valid_credential_the_socket_is_closed_4401() {
    for (JsonObject hello : List.of(Ws.op("hello"), Ws.op("hello").put("token", "wrong"))) {
      Ws ws = open();
      JsonObject error = ws.call(hello);
      assertThat(error.getString("code")).isEqualTo("unauthenticated");
      assertThat(ws.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void another_protocol_version_is_closed_4406() {
    Ws ws = open();
    ws.sendRaw(Ws.hello().put("protocol_version", 2).encode());
    assertThat(ws.next().getString("code")).isEqualTo("unsupported_protocol_version");
    assertThat(ws.closeCode()).isEqualTo(4406);
  }

  @Test
  void the_first_frame_must_be_a_hello() {
    Ws ws = open();
    JsonObject error = ws.call(Ws.op("ping").put("request_id", "r"));
    assertThat(error.getString("code")).isEqualTo("handshake_required");
    assertThat(error.getString("request_id")).isEqualTo("r");
    assertThat(ws.closeCode()).isEqualTo(4400);
  }

  @Test
  void a_hello_that_is_not_well_formed_may_be_sent_again() {
    Ws ws = open();
    ws.sendRaw("{\"op\":\"hello\",");
    assertThat(ws.next().getString("code")).isEqualTo("bad_json");
    ws.sendRaw("{\"op\":\"hello\",\"sesion_id\":\"x\"}");
    assertThat(ws.next().getString("message")).contains("did you mean session_id?");
    assertThat(ws.call(Ws.hello()).getString("op")).isEqualTo("hello_ack");
  }

  @Test
  void a_second_hello_is_an_error_and_no_more() {
    Ws ws = Ws.ready(stage, "window-1");
    assertThat(ws.call(Ws.hello()).getString("code")).isEqualTo("bad_request");
    assertThat(ws.call(Ws.op("ping")).getString("op")).isEqualTo("ping_res");
  }

  @Test
  void a_client_that_says_nothing_is_closed_4408() {
    try (Stage quick = Stage.with("gateway.handshake_ms", "30")) {
      Ws ws = new Ws(quick.vertx, quick.port());
      assertThat(ws.next().getString("code")).isEqualTo("handshake_timeout");
      assertThat(ws.closeCode()).isEqualTo(4408);
    }
  }

  @Test
  void a_store_that_is_away_closes_the_handshake_with_a_code_to_retry_on() {
    stage.others.failing(Addresses.RESOLVE_SESSION, new Fault(ErrorCode.STORE_UNAVAILABLE, "away"));
    Ws ws = open();
    JsonObject error = ws.call(Ws.hello());
    assertThat(error.getBoolean("retryable")).isTrue();
    assertThat(ws.closeCode()).isEqualTo(1013);
  }

  @Test
  void only_configured_origins_may_upgrade() {
    assertThat(new Ws(stage.vertx, stage.port(), "Origin", "https://other.example")).isNotNull();
    for (String origin : List.of("https://evil.example", "null", "https://app.example.evil")) {
      assertThatThrownBy(() -> new Ws(stage.vertx, stage.port(), "Origin", origin))
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("403");
    }
  }

  @Test
  void row_65_one_connection_too_many_is_refused_before_the_upgrade() {
    try (Stage small = Stage.with("gateway.connections_max", "1")) {
      Ws first = Ws.ready(small, "window-1");
      assertThatThrownBy(() -> new Ws(small.vertx, small.port())).hasMessageContaining("503");
      first.close();
      assertThat(Ws.ready(small, "window-2")).isNotNull();
    }
  }

  @Test
  void a_plain_request_to_the_socket_path_is_a_problem() {
    Api ada = new Api(stage.port(), Others.ADA_TOKEN);
    assertThat(ada.get("/ws").code()).isEqualTo("bad_request");
    assertThat(ada.get("/ws", "Origin", "https://evil.example").code()).isEqualTo("forbidden");
  }

  @Test
  void no_compression_is_ever_agreed_to() {
    Ws ws = new Ws(stage.vertx, stage.port(), "Sec-WebSocket-Extensions", "permessage-deflate");
    assertThat(ws.call(Ws.hello()).getString("op")).isEqualTo("hello_ack");
    assertThat(ws.responseHeader("Sec-WebSocket-Extensions")).isNull();
    assertThat(ws.responseHeader("X-Request-Id")).startsWith("req_");
  }

  private Ws open() {
    return new Ws(stage.vertx, stage.port());
  }
}
