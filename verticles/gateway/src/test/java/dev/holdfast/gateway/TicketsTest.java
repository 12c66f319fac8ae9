package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Sse;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private final Stage stage =
      Stage.with("gateway.credential_check_ms", "20", "gateway.origins", "https://app.example");
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_77_a_ticket_opens_one_socket_from_a_listed_origin_as_its_principal() {
    ada.post("/api/sessions", "{\"session_id\":\"window-1\"}");
    String ticket = ticket();
    Ws ws = new Ws(stage.vertx, stage.port(), "Origin", "https://app.example");
    JsonObject ack = ws.call(hello(ticket).put("session_id", "window-1"));
    assertThat(ack.getString("op")).isEqualTo("hello_ack");
    assertThat(ack.getBoolean("created")).isFalse();
    stage.others.registry.revoked.add("key_of_ada");
    assertThat(ws.next().getString("code")).isEqualTo("unauthenticated");
    assertThat(ws.closeCode()).isEqualTo(4401);
  }

  @Test
  void row_77_a_used_or_foreign_ticket_is_refused_like_a_wrong_token() {
    String used = ticket();
    open().call(hello(used));
    JsonObject wrongToken = refused(Ws.op("hello").put("token", "wrong"));
    assertThat(refused(hello(used))).isEqualTo(wrongToken);
    assertThat(refused(hello("hft_" + "x".repeat(43)))).isEqualTo(wrongToken);
    assertThat(refused(Ws.op("hello").put("token", ticket()))).isEqualTo(wrongToken);
    assertThat(refused(hello(Others.ADA_TOKEN))).isEqualTo(wrongToken);
  }

  @Test
  void row_77_a_ticket_opens_an_event_stream_and_nothing_else_over_http() {
    ada.post("/api/sessions", "{\"session_id\":\"window-1\"}");
    Api nobody = new Api(stage.port(), null);
    String ticket = ticket();
    for (String path : new String[] {"/api/tasks", "/api/sessions/window-1", "/api/admin/keys"}) {
      assertThat(nobody.get(path, "Authorization", "Ticket " + ticket).code())
          .isEqualTo("unauthenticated");
      assertThat(nobody.get(path, "Authorization", "Bearer " + ticket).code())
          .isEqualTo("unauthenticated");
    }
    assertThat(nobody.post("/api/tickets", null, "Authorization", "Ticket " + ticket).code())
        .isEqualTo("unauthenticated");
    String path = "/api/sessions/window-1/events";
    try (Sse sse = Sse.withTicket(stage.port(), ticket, path)) {
      assertThat(Objects.requireNonNull(sse.next()).fields()).containsKey("retry");
      stage.others.registry.revoked.add("key_of_ada");
      assertThat(Objects.requireNonNull(sse.next()).data().getString("code"))
          .isEqualTo("unauthenticated");
    }
    assertThat(nobody.get(path, "Authorization", "Ticket " + ticket).code())
        .isEqualTo("unauthenticated");
  }

  @Test
  void row_77_a_secret_in_a_url_opens_nothing() {
    String ticket = ticket();
    for (String query : new String[] {"ticket=" + ticket, "token=" + Others.ADA_TOKEN}) {
      assertThatThrownBy(() -> Ws.at(stage, "/ws?" + query)).hasMessageContaining("400");
      assertThat(new Api(stage.port(), null).get("/api/sse?session_id=x&" + query).status())
          .isEqualTo(401);
    }
    assertThat(open().call(hello(ticket)).getString("op")).isEqualTo("hello_ack");
  }

  @Test
  void a_hello_has_a_token_or_a_ticket() {
    Ws ws = open();
    assertThat(ws.call(Ws.hello().put("ticket", "t")).getString("code")).isEqualTo("invalid_field");
    assertThat(ws.call(Ws.hello()).getString("op")).isEqualTo("hello_ack");
  }

  @Test
  void row_65_too_many_tickets_are_refused_with_a_time_to_come_again() {
    stage.others.failing(
        Addresses.ISSUE_TICKET, new Fault(ErrorCode.TOO_MANY_REQUESTS, "60 tickets a minute"));
    Api.Reply reply = ada.post("/api/tickets", null);
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).isNotNull();
  }

  @Test
  void without_configuration_no_origin_may_upgrade() {
    try (Stage plain = Stage.with()) {
      assertThatThrownBy(() -> new Ws(plain.vertx, plain.port(), "Origin", "http://127.0.0.1"))
          .hasMessageContaining("403");
    }
  }

  private String ticket() {
    Api.Reply issued = ada.post("/api/tickets", null);
    assertThat(issued.status()).isEqualTo(201);
    assertThat(issued.json().getLong("expires_in_ms")).isEqualTo(30_000);
    return issued.json().getString("ticket");
  }

  private JsonObject refused(JsonObject hello) {
    Ws ws = open();
    JsonObject error = ws.call(hello);
    assertThat(ws.closeCode()).isEqualTo(4401);
    return error;
  }

  private Ws open() {
    return new Ws(stage.vertx, stage.port());
  }

  private static JsonObject hello(String ticket) {
    return Ws.op("hello").put("ticket", ticket);
  }
}
