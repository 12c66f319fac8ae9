package dev.holdfast.registry.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CacheSealTest {
  private static final String SECRET = "0123456789abcdef";
  private static final CacheSeal SEAL = new CacheSeal(SECRET, "database");
  private static final CacheKey KEY = new CacheKey(new Principal("acme", "ada"), "http", "id");
  private static final CachedSession ENTRY =
      new CachedSession(new SessionRef(7, KEY.owner(), "session-7"), 42);

  @Test
  void what_was_closed_opens_under_its_own_name_only() {
    String name = SEAL.name(KEY);
    String value = SEAL.close(name, ENTRY);

    assertThat(value).startsWith("42:7:session-7:");
    assertThat(SEAL.open(KEY, name, value)).contains(ENTRY);
    assertThat(SEAL.open(KEY, name + "x", value)).isEmpty();
  }

  @Test
  void a_value_that_was_changed_anywhere_does_not_open() {
    String name = SEAL.name(KEY);
    String value = SEAL.close(name, ENTRY);
    for (int i = 0; i < value.length(); i++) {
      String changed =
          value.substring(0, i) + (value.charAt(i) == '1' ? '2' : '1') + value.substring(i + 1);
      assertThat(SEAL.open(KEY, name, changed)).as(changed).isEmpty();
    }
  }

  @Test
  void another_secret_and_another_database_have_other_names_and_other_seals() {
    for (CacheSeal other :
        List.of(new CacheSeal("fedcba9876543210", "database"), new CacheSeal(SECRET, "other"))) {
      assertThat(other.name(KEY)).isNotEqualTo(SEAL.name(KEY));
      String name = SEAL.name(KEY);
      assertThat(other.open(KEY, name, SEAL.close(name, ENTRY))).isEmpty();
    }
  }

  @Test
  void no_two_keys_run_together() {
    List<CacheKey> keys =
        List.of(
            key("a", "bc", "http", "id"),
            key("ab", "c", "http", "id"),
            key("a", "b", "chttp", "id"),
            key("a", "bc", "httpi", "d"),
            key("a:", "bc", "http", "id"),
            key("a%3A", "bc", "http", "id"),
            key("x".repeat(200), "bc", "http", "id"),
            key("x".repeat(199), "bc", "http", "id"),
            key("ä", "bc", "http", "id"));
    assertThat(keys.stream().map(SEAL::name)).doesNotHaveDuplicates();
    assertThat(keys.stream().map(SEAL::name))
        .allMatch(name -> name.matches("v1:[A-Za-z0-9._~-]{1,65}:[0-9a-f]{64}"));
  }

  private static CacheKey key(String tenant, String principal, String kind, String id) {
    return new CacheKey(new Principal(tenant, principal), kind, id);
  }
}
