package dev.holdfast.registry.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.config.Settings.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JournalConfigTest {
  @Test
  void the_defaults_are_those_that_are_documented() {
    assertThat(JournalConfig.read(new Settings(Map.of())))
        .isEqualTo(new JournalConfig(100, 16_384, 50, 200, 200, 1_000, 2, 100, 2_000));
  }

  @Test
  void the_default_page_is_no_larger_than_a_page_may_be() {
    assertThat(JournalConfig.read(settings("journal.page_max", "20")).pageDefault()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "journal.bulk_max, 0", "journal.bulk_max, 1001",
    "journal.meta_bytes_max, 63", "journal.meta_bytes_max, 262145",
    "journal.page_default, 0", "journal.page_default, 201",
    "journal.page_max, 0", "journal.page_max, 1001",
    "journal.regex_chars_max, 0", "journal.regex_chars_max, 1001",
    "journal.search_ms, 9", "journal.search_ms, 10001",
    "journal.searches_max, 0", "journal.searches_max, 101",
    "journal.verify_batch, 0", "journal.verify_batch, 1001",
    "journal.verify_max, 0", "journal.verify_max, 100001"
  })
  void a_value_out_of_its_limits_is_refused_by_name(String key, String value) {
    assertThatThrownBy(() -> JournalConfig.read(settings(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }

  private static Settings settings(String key, String value) {
    return new Settings(Map.of(key, new Value(value, "test")));
  }
}
