package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Sse;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTest {
  private final Stage stage = Stage.with("gateway.credential_check_ms", "20");

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_77_a_socket_whose_key_was_revoked_is_told_and_closed_with_4401() {
    Ws ws = Ws.ready(stage, "window-1");
    stage.others.registry.revoked.add("key_of_ada");
    JsonObject told = ws.next();
    assertThat(told.getString("code")).isEqualTo("unauthenticated");
    assertThat(ws.closeCode()).isEqualTo(4401);
  }

  @Test
  void row_77_a_stream_whose_key_was_revoked_ends_with_an_error() {
    new Api(stage.port(), Others.ADA_TOKEN).post("/api/sessions", "{\"session_id\":\"window-1\"}");
    try (Sse sse = new Sse(stage.port(), Others.ADA_TOKEN, "/api/sessions/window-1/events")) {
      assertThat(Objects.requireNonNull(sse.next()).fields()).containsKey("retry");
      stage.others.registry.revoked.add("key_of_ada");
      Sse.Block last = Objects.requireNonNull(sse.next());
      assertThat(last.event()).isEqualTo("error");
      assertThat(last.data().getString("code")).isEqualTo("unauthenticated");
      assertThat(sse.next()).isNull();
    }
  }

  @Test
  void row_77_a_connection_takes_another_token_of_its_own_principal_only() {
    Ws ws = Ws.ready(stage, "window-1");
    assertThat(ws.call(rotate(Others.BOB_TOKEN)).getString("code")).isEqualTo("forbidden");
    assertThat(ws.call(rotate("unknown")).getString("code")).isEqualTo("unauthenticated");
    assertThat(ws.call(rotate("a.b.c")).getString("code")).isEqualTo("unauthenticated");
    assertThat(ws.call(rotate(Others.ADA_TOKEN)).getString("op")).isEqualTo("rotate_token_res");
    assertThat(ws.call(Ws.op("ping")).getString("op")).isEqualTo("ping_res");
  }

  @Test
  void row_77_a_connection_may_do_what_its_newest_token_allows() {
    Ws ws = Ws.ready(stage, "window-1");
    JsonObject ofTenant = Ws.op("report_usage").put("of", "tenant");
    assertThat(ws.call(ofTenant).getString("op")).isEqualTo("report_usage_res");
    ws.call(rotate(Others.ADA_LESSER_TOKEN));
    assertThat(ws.call(ofTenant).getString("code")).isEqualTo("forbidden");
    ws.call(rotate(Others.ADA_TOKEN));
    assertThat(ws.call(ofTenant).getString("op")).isEqualTo("report_usage_res");
  }

  @Test
  void keys_are_for_the_scope_admin_only() {
    Api bob = new Api(stage.port(), Others.BOB_TOKEN);
    assertThat(bob.post("/api/admin/keys", "{\"principal\":\"bob\"}").code())
        .isEqualTo("forbidden");
    assertThat(bob.get("/api/admin/keys").code()).isEqualTo("forbidden");
    assertThat(bob.post("/api/admin/keys/key_1/rotate", null).code()).isEqualTo("forbidden");
    assertThat(bob.send("DELETE", "/api/admin/keys/key_1", null).code()).isEqualTo("forbidden");
    assertThat(
            new Api(stage.port(), Others.ADA_TOKEN)
                .post("/api/admin/keys", "{\"principal\":\"bob\",\"scope\":\"root\"}")
                .code())
        .isEqualTo("invalid_field");
  }

  private static JsonObject rotate(String token) {
    return Ws.op("rotate_token").put("token", token);
  }
}
