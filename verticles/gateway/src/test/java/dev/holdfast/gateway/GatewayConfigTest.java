package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.config.ConfigException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
  @Test
  void defaults_are_the_documented_ones() {
    GatewayConfig config = Stage.config(Map.of());
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8080);
    assertThat(config.http().bodyBytesMax()).isEqualTo(1 << 20);
    assertThat(config.ws().frameBytesMax()).isEqualTo(1 << 20);
    assertThat(config.ws().subscriptionsMax()).isEqualTo(16);
    assertThat(config.ws().origins()).isEmpty();
    assertThat(config.ws().mintOnInvalidSessionId()).isTrue();
    assertThat(config.connection().heartbeatMs()).isEqualTo(10_000);
  }

  @Test
  void the_policy_for_invalid_session_ids_is_one_of_two() {
    assertThatThrownBy(() -> Stage.config(Map.of("gateway.invalid_session_id", "ignore")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("mint or refuse");
  }

  @Test
  void an_idle_time_that_would_cut_streams_between_heartbeats_is_refused() {
    assertThatThrownBy(() -> Stage.config(Map.of("gateway.idle_ms", "20000")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gateway.heartbeat_ms");
  }

  @Test
  void who_takes_signed_tokens_is_told_that_clients_need_its_address() {
    Map<String, String> signed =
        Map.of(
            "auth.jwt.issuer", "https://issuer.example",
            "auth.jwt.audience", "https://holdfast.example/mcp",
            "auth.jwt.jwks_url", "https://issuer.example/keys");
    assertThat(Stage.config(Map.of()).warnings()).isEmpty();
    assertThat(Stage.config(signed).warnings())
        .singleElement()
        .asString()
        .startsWith("gateway.public_url");
    Map<String, String> named = new HashMap<>(signed);
    named.put("gateway.public_url", "https://holdfast.example");
    assertThat(Stage.config(named).warnings()).isEmpty();
  }
}
