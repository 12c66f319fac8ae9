package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Sse;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  private static final String EVENTS = "/api/sessions/window-1/events";

  @Test
  void row_65_one_connection_of_a_principal_too_many_is_closed_4429_with_a_time_to_wait() {
    try (Stage stage = Stage.with("gateway.connections_per_principal_max", "1")) {
      Ws first = Ws.ready(stage, "window-1");
      Ws second = new Ws(stage.vertx, stage.port());
      JsonObject error = second.call(Ws.hello().put("request_id", 7));
      assertThat(error.getString("code")).isEqualTo("too_many_requests");
      assertThat(error.getInteger("request_id")).isEqualTo(7);
      assertThat(error.getInteger("retry_after_ms")).isPositive();
      assertThat(second.closeCode()).isEqualTo(4429);

      Api.Reply stream = new Api(stage.port(), Others.ADA_TOKEN).get(EVENTS);
      assertThat(stream.status()).isEqualTo(429);
      assertThat(stream.header("Retry-After")).isEqualTo("1");
      assertThat(stream.json().getInteger("retry_after_ms")).isEqualTo(1_000);

      first.close();
      Awaitility.await()
          .until(
              () -> new Ws(stage.vertx, stage.port()).call(Ws.hello()).getString("op"),
              "hello_ack"::equals);
    }
  }

  @Test
  void row_65_a_principal_uses_up_its_share_of_watchers_and_nobody_else_s() {
    try (Stage stage = Stage.with("gateway.watchers_per_principal_max", "1")) {
      Ws first = Ws.ready(stage, "window-1");
      first.call(Ws.op("subscribe"));
      Ws second = Ws.ready(stage, "window-1");
      JsonObject refused = second.call(Ws.op("subscribe"));
      assertThat(refused.getString("code")).isEqualTo("too_many_requests");
      assertThat(refused.getString("message")).contains("gateway.watchers_per_principal_max of 1");
      try (Sse stream = new Sse(stage.port(), Others.ADA_TOKEN, EVENTS)) {
        assertThat(stream.statusLine).contains("429");
      }
      Ws bob = new Ws(stage.vertx, stage.port());
      bob.call(Ws.hello().put("token", Others.BOB_TOKEN).put("session_id", "window-1"));
      assertThat(bob.call(Ws.op("subscribe")).getString("op")).isEqualTo("subscribe_res");
      first.call(Ws.op("unsubscribe"));
      assertThat(second.call(Ws.op("subscribe")).getString("op")).isEqualTo("subscribe_res");
    }
  }

  @Test
  void row_65_streams_and_sockets_of_a_principal_are_counted_together() {
    try (Stage stage = Stage.with("gateway.connections_per_principal_max", "1")) {
      new Api(stage.port(), Others.ADA_TOKEN)
          .post("/api/sessions", "{\"session_id\":\"window-1\"}");
      Sse stream = new Sse(stage.port(), Others.ADA_TOKEN, EVENTS);
      assertThat(stream.statusLine).contains("200");
      Ws second = new Ws(stage.vertx, stage.port());
      assertThat(second.call(Ws.hello()).getString("code")).isEqualTo("too_many_requests");
      assertThat(second.closeCode()).isEqualTo(4429);
      stream.close();
    }
  }

  @Test
  void row_65_one_connection_of_an_address_too_many_is_refused_before_the_upgrade() {
    try (Stage stage =
        Stage.with(
            "gateway.connections_per_ip_max", "1",
            "gateway.trusted_proxies", "127.0.0.0/8")) {
      Ws first = new Ws(stage.vertx, stage.port(), "X-Forwarded-For", "198.51.100.7");
      assertThatThrownBy(
              () -> new Ws(stage.vertx, stage.port(), "X-Forwarded-For", "1.1.1.1,198.51.100.7"))
          .hasMessageContaining("429");
      assertThat(new Ws(stage.vertx, stage.port(), "X-Forwarded-For", "198.51.100.8")).isNotNull();
      first.close();
      Awaitility.await()
          .ignoreExceptions()
          .until(
              () -> new Ws(stage.vertx, stage.port(), "X-Forwarded-For", "198.51.100.7"),
              Objects::nonNull);
    }
  }

  @Test
  void row_65_an_address_opens_connections_only_so_fast() {
    try (Stage stage = Stage.with("gateway.opens_per_second_per_ip_max", "1")) {
      Ws.ready(stage, "window-1");
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  new Ws(stage.vertx, stage.port());
                }
              })
          .hasMessageContaining("429");
    }
  }

  @Test
  void row_64_one_handshake_too_many_is_refused_with_a_code_and_a_time_to_wait() {
    try (Stage stage = Stage.with("gateway.handshakes_max", "1")) {
      Ws silent = new Ws(stage.vertx, stage.port());
      assertThatThrownBy(() -> new Ws(stage.vertx, stage.port())).hasMessageContaining("503");
      assertThat(silent.call(Ws.hello()).getString("op")).isEqualTo("hello_ack");
      assertThat(new Ws(stage.vertx, stage.port())).isNotNull();
    }
  }

  @Test
  void row_65_requests_of_a_principal_beyond_its_rate_get_429_with_a_time_to_wait() {
    try (Stage stage = Stage.with("gateway.requests_per_second_per_principal_max", "1")) {
      Api ada = new Api(stage.port(), Others.ADA_TOKEN);
      Api.Reply reply = ada.get("/api/sessions");
      for (int i = 0; i < 100 && reply.status() == 200; i++) {
        reply = ada.get("/api/sessions");
      }
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.code()).isEqualTo("too_many_requests");
      assertThat(reply.header("Retry-After")).isEqualTo("1");
      assertThat(reply.json().getInteger("retry_after_ms")).isBetween(1, 1_000);
      assertThat(new Api(stage.port(), Others.BOB_TOKEN).get("/api/sessions").status())
          .isEqualTo(200);
      assertThat(ada.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void row_65_requests_over_the_model_context_protocol_count_with_the_others() {
    try (Stage stage = Stage.with("gateway.requests_per_second_per_principal_max", "1")) {
      Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);
      String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
      Mcp.Reply reply = ada.send("POST", ping);
      for (int i = 0; i < 100 && reply.status() != 429; i++) {
        reply = ada.send("POST", ping);
      }
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.headers().get("Retry-After")).isEqualTo("1");
      assertThat(reply.json().getJsonObject("error").getString("message"))
          .startsWith("too_many_requests: gateway.requests_per_second_per_principal_max of 1");
    }
  }

  @Test
  void row_65_a_socket_that_says_too_much_is_slowed_and_loses_nothing() {
    try (Stage stage = Stage.with("gateway.messages_per_second_max", "200")) {
      Ws ws = Ws.ready(stage, "window-1");
      for (int i = 0; i < 300; i++) {
        ws.send(Ws.op("ping").put("request_id", i));
      }
      for (int i = 0; i < 300; i++) {
        assertThat(ws.next().getInteger("request_id")).isEqualTo(i);
      }
    }
  }
}
