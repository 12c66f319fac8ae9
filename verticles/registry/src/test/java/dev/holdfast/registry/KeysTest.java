package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.store.KeySql;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.ApiKey;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.WorkerScope;
import dev.holdfast.shared.message.Authenticate;
import dev.holdfast.shared.message.CheckKeys;
import dev.holdfast.shared.message.CreateKey;
import dev.holdfast.shared.message.KeyPage;
import dev.holdfast.shared.message.KeyRecord;
import dev.holdfast.shared.message.ListKeys;
import dev.holdfast.shared.message.RevokeKey;
import dev.holdfast.shared.message.RotateKey;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Vertx;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KeysTest {
  private static final Principal ROOT = new Principal("acme", "root");
  private static final Principal RIVAL = new Principal("rival", "root");

  private final Database database = new Database();
  private final TestPod pod =
      TestPod.start("pod-1", TestConfigs.of(TestRedis.uri()), database.config());

  @AfterEach
  void close() {
    pod.close();
  }

  @Test
  void row_77_a_made_key_is_taken_at_once_and_only_its_hash_is_stored() {
    ApiKey key = ApiKey.mint();
    KeyRecord made = create(key, null);
    assertThat(key.secret()).matches("hf_[A-Za-z0-9_-]{43}");
    assertThat(made.keyId()).startsWith("key_");
    assertThat(made.createdBy()).isEqualTo("root");
    assertThat(authenticate(key).orElseThrow())
        .isEqualTo(
            new Access(
                new Principal("acme", "ada"),
                KeyScope.SESSION,
                new Access.Proof.Key(made.keyId())));
    assertThat(database.rows("SELECT row_to_json(c)::text FROM credential c"))
        .noneMatch(row -> row.contains(key.secret().substring(3)));
  }

  @Test
  void row_77_a_rotated_key_overlaps_with_its_successor_and_no_longer() {
    ApiKey old = ApiKey.mint();
    ApiKey next = ApiKey.mint();
    ApiKey last = ApiKey.mint();
    KeyRecord first = create(old, 3_600L);
    KeyRecord second = rotate(ROOT, first.keyId(), next, 60);
    assertThat(second.label()).isEqualTo("laptop");
    assertThat(second.expiresAt()).isNotNull();
    assertThat(authenticate(old)).isPresent();
    assertThat(authenticate(next)).isPresent();
    rotate(ROOT, second.keyId(), last, 0);
    assertThat(check(first.keyId(), second.keyId())).containsExactly(first.keyId());
    assertThatThrownBy(() -> rotate(ROOT, second.keyId(), ApiKey.mint(), 0))
        .hasMessageContaining("no such key");
  }

  @Test
  void row_77_an_expired_or_revoked_key_fails_the_check_of_live_connections() {
    KeyRecord expiring = create(ApiKey.mint(), 3_600L);
    KeyRecord revoked = create(ApiKey.mint(), null);
    assertThat(check(expiring.keyId(), revoked.keyId(), "key_unknown")).hasSize(2);
    database.execute("UPDATE credential SET expires_at = now() WHERE key_id = ?", expiring.keyId());
    KeyRecord gone = pod.ask(Addresses.REVOKE_KEY, new RevokeKey(ROOT, revoked.keyId()));
    assertThat(gone.revokedAt()).isNotNull();
    assertThat(pod.ask(Addresses.REVOKE_KEY, new RevokeKey(ROOT, revoked.keyId()))).isEqualTo(gone);
    assertThat(check(expiring.keyId(), revoked.keyId())).isEmpty();
  }

  @Test
  void row_7_keys_of_another_tenant_cannot_be_told_from_unknown_ones() {
    KeyRecord made = create(ApiKey.mint(), null);
    for (String id : List.of(made.keyId(), "key_unknown")) {
      assertThatThrownBy(() -> pod.ask(Addresses.REVOKE_KEY, new RevokeKey(RIVAL, id)))
          .hasMessageContaining("no such key in this tenant");
      assertThatThrownBy(() -> rotate(RIVAL, id, ApiKey.mint(), 0))
          .hasMessageContaining("no such key in this tenant");
    }
    assertThat(pod.ask(Addresses.LIST_KEYS, new ListKeys(RIVAL, null, null, 10)).keys()).isEmpty();
  }

  @Test
  void the_key_of_a_worker_names_its_agents_and_stays_one_when_it_is_rotated() {
    ApiKey key = ApiKey.mintForWorker();
    assertThat(key.secret()).matches("hfw_[A-Za-z0-9_-]{43}");
    database.execute(
        "INSERT INTO credential (credential_hash, tenant, principal, scope, agents, label)"
            + " VALUES (?, 'acme', 'ada', 'worker', '{build,test}', '')",
        key.hash());
    WorkerScope scope = new WorkerScope(List.of("build", "test"));
    assertThat(authenticate(key).orElseThrow().scope()).isEqualTo(scope);
    KeyRecord listed =
        pod.ask(Addresses.LIST_KEYS, new ListKeys(ROOT, null, null, 10)).keys().getFirst();
    assertThat(listed.scope()).isEqualTo(scope);
    ApiKey ordinary = ApiKey.mint();
    ApiKey next = ApiKey.mintForWorker();
    KeyRecord rotated =
        pod.ask(
            Addresses.ROTATE_KEY,
            new RotateKey(ROOT, listed.keyId(), ordinary.hash(), next.hash(), 60));
    assertThat(rotated.scope()).isEqualTo(scope);
    assertThat(authenticate(next).orElseThrow().scope()).isEqualTo(scope);
    assertThat(authenticate(ordinary)).isEmpty();
  }

  @Test
  void an_administrator_cannot_get_the_secret_of_an_operators_key_by_rotating_it() {
    ApiKey key = ApiKey.mint();
    database.execute(
        "INSERT INTO credential (credential_hash, tenant, principal, scope, label)"
            + " VALUES (?, 'acme', 'olga', 'operator', '')",
        key.hash());
    assertThat(authenticate(key).orElseThrow().scope()).isEqualTo(KeyScope.OPERATOR);
    KeyRecord listed =
        pod.ask(Addresses.LIST_KEYS, new ListKeys(ROOT, null, null, 10)).keys().getFirst();
    assertThatThrownBy(() -> rotate(ROOT, listed.keyId(), ApiKey.mint(), 0))
        .hasMessageContaining("no such key in this tenant");
    assertThat(authenticate(key)).isPresent();
    assertThat(pod.ask(Addresses.REVOKE_KEY, new RevokeKey(ROOT, listed.keyId())).revokedAt())
        .isNotNull();
  }

  @Test
  void keys_are_listed_newest_first_and_by_pages() {
    for (int i = 0; i < 5; i++) {
      create(ApiKey.mint(), null);
    }
    KeyPage one = pod.ask(Addresses.LIST_KEYS, new ListKeys(ROOT, "ada", null, 3));
    KeyPage two = pod.ask(Addresses.LIST_KEYS, new ListKeys(ROOT, "ada", one.next(), 3));
    assertThat(one.keys()).hasSize(3).doesNotContainAnyElementsOf(two.keys());
    assertThat(two.keys()).hasSize(2);
    assertThat(two.next()).isNull();
    assertThat(pod.ask(Addresses.LIST_KEYS, new ListKeys(ROOT, "bob", null, 3)).keys()).isEmpty();
  }

  @Test
  void the_use_of_a_key_is_noted_once_a_minute() {
    ApiKey key = ApiKey.mint();
    create(key, null);
    authenticate(key);
    org.awaitility.Awaitility.await().until(() -> !lastUsed().equals("null"));
    String noted = lastUsed();
    database.execute("UPDATE credential SET label = 'again'");
    authenticate(key);
    assertThat(lastUsed()).isEqualTo(noted);
  }

  @Test
  void every_statement_is_listed_and_accepted_by_postgres() {
    Vertx vertx = Vertx.vertx();
    Postgres postgres = Postgres.open(vertx, database.config());
    for (String sql : KeySql.ALL) {
      Await.result(postgres.inTransaction(c -> c.prepare(sql).mapEmpty()));
    }
    assertThat(KeySql.ALL)
        .hasSize(
            (int)
                Arrays.stream(KeySql.class.getDeclaredFields())
                    .filter(KeysTest::isStatement)
                    .count());
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  private static boolean isStatement(Field field) {
    return field.getType() == String.class
        && !java.lang.reflect.Modifier.isPrivate(field.getModifiers());
  }

  private String lastUsed() {
    return database.rows("SELECT last_used_at FROM credential").getFirst();
  }

  private KeyRecord create(ApiKey key, @Nullable Long lifetimeS) {
    return pod.ask(
        Addresses.CREATE_KEY,
        new CreateKey(ROOT, "ada", KeyScope.SESSION, "laptop", key.hash(), lifetimeS));
  }

  private KeyRecord rotate(Principal admin, String keyId, ApiKey next, long overlapS) throws Fault {
    return pod.ask(
        Addresses.ROTATE_KEY, new RotateKey(admin, keyId, next.hash(), next.hash(), overlapS));
  }

  private Optional<Access> authenticate(ApiKey key) {
    return pod.ask(Addresses.AUTHENTICATE, new Authenticate(key.hash()));
  }

  private Set<String> check(String... ids) {
    return pod.ask(Addresses.CHECK_KEYS, new CheckKeys(Set.of(ids))).keyIds();
  }
}
