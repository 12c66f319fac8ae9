package dev.holdfast.deploy.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TracingConfigTest {
  private static TracingConfig at(String endpoint) {
    return new TracingConfig(endpoint, 100, 2_048, 5_000, 10_000);
  }

  @Test
  void an_address_may_have_a_path() {
    assertThat(at("https://collector:4318/otlp").endpoint())
        .isEqualTo("https://collector:4318/otlp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector:4317",
        "ftp://collector",
        "https://user:secret@collector",
        "https://collector?api-key=secret",
        "https://collector#secret"
      })
  void what_is_logged_holds_no_secret_and_can_be_reached(String endpoint) {
    assertThatThrownBy(() -> at(endpoint)).isInstanceOf(ConfigException.class);
  }
}
