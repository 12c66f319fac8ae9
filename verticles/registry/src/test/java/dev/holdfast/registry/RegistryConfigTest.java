package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.config.Settings.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "registry.cache_secret",
          "0123456789abcdef",
          "redis.uri",
          "redis://user:hunter2@redis:6379/0");

  @Test
  void the_defaults_are_those_that_are_documented() {
    Settings settings = settings(Map.of());
    RegistryConfig config = RegistryConfig.read(settings);

    assertThat(config.cache().nearEntriesMax()).isEqualTo(100_000);
    assertThat(config.cache().nearTtlMs()).isEqualTo(5_000);
    assertThat(config.cache().sharedTtlS()).isEqualTo(3_600);
    assertThat(config.cache().redis().deadlineMs()).isEqualTo(50);
    assertThat(config.lifecycle().idleTtlS()).isEqualTo(2_592_000);
    assertThat(config.lifecycle().absoluteTtlS()).isZero();
    assertThat(config.lifecycle().activityNoteMs()).isEqualTo(60_000);
    assertThat(settings.finish())
        .hasSize(48)
        .noneMatch(line -> line.contains("hunter2") || line.contains("0123456789abcdef"));
  }

  @Test
  void no_secret_is_printed_with_the_configuration() {
    assertThat(RegistryConfig.read(settings(Map.of())).toString())
        .doesNotContain("hunter2", "0123456789abcdef");
  }

  @ParameterizedTest
  @CsvSource({
    "registry.near_cache_entries, 99",
    "registry.near_cache_entries, 10000001",
    "registry.near_cache_ms, 0",
    "registry.near_cache_ms, 5001",
    "registry.belief_ms, 99",
    "registry.belief_ms, 10001",
    "registry.belief_ask_ms, 9",
    "registry.belief_ask_ms, 10001",
    "registry.redis_deadline_ms, 0",
    "registry.redis_deadline_ms, 5001",
    "registry.redis_failures_max, 0",
    "registry.redis_failures_max, 1001",
    "registry.redis_retry_ms, 9",
    "registry.redis_retry_ms, 60001",
    "registry.idle_ttl_s, 239",
    "registry.absolute_ttl_s, 2000000001",
    "registry.sweep_ms, 49",
    "registry.recount_ms, 49",
    "registry.fork_events_max, 100001",
    "registry.shares_max, 0",
    "registry.share_ttl_s_max, 59",
    "registry.audit_refusals_per_minute_max, 0",
    "registry.redis_ttl_s, 0",
    "registry.redis_ttl_s, 86401",
    "registry.redis_waiting_max, 15",
    "registry.redis_waiting_max, 1000001",
    "registry.deadline_ms, 99",
    "registry.deadline_ms, 60001",
    "registry.resolve_attempts_max, 1",
    "registry.resolve_attempts_max, 101",
    "registry.groups_max, 0",
    "registry.groups_max, 17",
    "registry.group_members_max, 0",
    "registry.group_members_max, 1001",
    "registry.group_waiting_max, 15",
    "registry.group_waiting_max, 1000001",
    "registry.group_lock_ms, 9",
    "registry.group_lock_ms, 5001",
    "registry.key_check_ms, 0",
    "registry.key_check_ms, 1001"
  })
  void a_value_out_of_its_limits_is_refused_by_name(String key, String value) {
    assertThatThrownBy(() -> RegistryConfig.read(settings(Map.of(key, value))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:6379", "http://redis:6379", "redis://", "redis:// x"})
  void a_uri_that_is_not_one_of_redis_is_refused_without_being_repeated(String uri) {
    assertThatThrownBy(() -> RegistryConfig.read(settings(Map.of("redis.uri", uri))))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("redis.uri must look like");
  }

  @Test
  void a_secret_of_fewer_than_16_characters_is_refused_without_being_repeated() {
    assertThatThrownBy(
            () -> RegistryConfig.read(settings(Map.of("registry.cache_secret", "0123456789abcde"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("16")
        .hasMessageNotContaining("0123456789abcde");
  }

  @Test
  void what_is_required_is_named_when_it_is_absent() {
    for (String key : List.of("registry.cache_secret", "redis.uri")) {
      Map<String, String> values = new HashMap<>(REQUIRED);
      values.remove(key);
      assertThatThrownBy(() -> RegistryConfig.read(of(values)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(key);
    }
  }

  private static Settings settings(Map<String, String> changes) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.putAll(changes);
    return of(values);
  }

  private static Settings of(Map<String, String> texts) {
    Map<String, Value> values = new HashMap<>();
    texts.forEach((key, text) -> values.put(key, new Value(text, "test")));
    return new Settings(values);
  }
}
