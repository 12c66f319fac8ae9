package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.registry.cache.CacheConfig;
import dev.holdfast.registry.cache.CacheKey;
import dev.holdfast.registry.cache.CachedSession;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.Frozen;
import dev.holdfast.registry.testing.RedisProbe;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Redis is flushed, absent, silent or lying, and no answer changes. */
final class RedisTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Database DATABASE = new Database();
  private static final RegistryConfig CONFIG = TestConfigs.of(TestRedis.uri());
  private static final TestPod WRITER = TestPod.start("pod-1", CONFIG, DATABASE.config());
  private static final RedisProbe REDIS = new RedisProbe(CONFIG, DATABASE.config());

  static {
    REDIS.awaitConnected(WRITER);
  }

  @AfterAll
  static void close() {
    REDIS.close();
    WRITER.close();
  }

  @Test
  void what_was_committed_is_found_in_redis_under_every_name() {
    StableKey stableKey = new StableKey("agent", "/repository", "project", "shared");
    SessionRef session = WRITER.resolve(ADA, null, transport("shared"), stableKey).session();

    for (CacheKey key :
        List.of(
            CacheKey.ofSession(ADA, session.id()),
            CacheKey.ofTransport(ADA, transport("shared")),
            CacheKey.ofTransport(ADA, stableKey.transport()))) {
      await().until(() -> REDIS.entry(key).isPresent());
      assertThat(REDIS.entry(key).orElseThrow().session()).isEqualTo(session);
      int ttl = REDIS.send(Command.TTL, REDIS.name(key)).orElseThrow().toInteger();
      assertThat(ttl).isBetween(2_800, 4_320);
    }
  }

  @Test
  void redis_is_asked_before_postgres() {
    CacheKey key = CacheKey.ofSession(ADA, "only-in-redis");
    SessionRef invented = new SessionRef(987_654_321L, ADA, "only-in-redis");
    REDIS.plant(key, REDIS.sealed(key, new CachedSession(invented, 987_654_321L)));

    withColdPod(pod ->
        assertThat(pod.ask(Addresses.FIND_SESSION, new FindSession(ADA, "only-in-redis")))
            .isEqualTo(invented));
  }

  @Test
  void no_transport_id_and_no_principal_is_readable_in_redis() {
    REDIS.flush();
    Principal carol = new Principal("tenant:with*signs", "carol-the-principal");
    WRITER.resolve(carol, null, transport("raw-transport-id"), null);
    WRITER.resolve(ADA, null, transport("raw-transport-id"), null);
    await()
        .until(() ->
            REDIS.entry(CacheKey.ofTransport(carol, transport("raw-transport-id"))).isPresent());

    assertThat(REDIS.everything())
        .isNotEmpty()
        .allMatch(text -> text.matches("v1:(~[0-9a-f]{64}|[A-Za-z0-9._-]+):[0-9a-f]{64} .*"))
        .noneMatch(text -> text.contains("raw-transport-id") || text.contains("carol"))
        .noneMatch(text -> text.contains("tenant:with*signs"));
  }

  @Test
  void p4_flushed_redis_changes_no_answer_and_is_filled_again() {
    SessionRef session = WRITER.resolve(ADA, null, transport("flushed"), null).session();
    REDIS.flush();

    withColdPod(pod -> {
      assertThat(pod.resolve(ADA, null, transport("flushed"), null).session()).isEqualTo(session);
      await().until(() -> REDIS.entry(CacheKey.ofTransport(ADA, transport("flushed"))).isPresent());
    });
  }

  @Test
  void p4_a_planted_value_is_ignored_and_replaced() {
    SessionRef other = WRITER.resolve(ADA, "planted-other", null, null).session();
    CacheKey otherKey = CacheKey.ofSession(ADA, "planted-other");
    SessionRef session = WRITER.resolve(ADA, null, transport("planted"), null).session();
    CacheKey key = CacheKey.ofTransport(ADA, transport("planted"));
    String foreign = REDIS.sealed(otherKey, new CachedSession(other, other.number()));
    String unsealed = other.number() + ":" + other.number() + ":" + other.id();

    for (String lie :
        List.of(
            "",
            "garbage",
            "\u0000\u0001",
            "9".repeat(100_000),
            unsealed,
            unsealed + ":" + "0".repeat(64),
            "9999999999999999999:1:planted-other:" + "0".repeat(64),
            foreign)) {
      await().until(() -> REDIS.entry(key).isPresent());
      REDIS.plant(key, lie);
      withColdPod(pod -> {
        assertThat(pod.resolve(ADA, null, transport("planted"), null).session()).isEqualTo(session);
        await().until(() -> REDIS.entry(key).isPresent());
      });
    }
  }

  @Test
  void p4_redis_that_holds_again_what_it_held_before_an_end_is_contradicted() {
    SessionRef ended = WRITER.resolve(ADA, null, transport("returned"), null).session();
    CacheKey key = CacheKey.ofTransport(ADA, transport("returned"));
    await().until(() -> REDIS.entry(key).isPresent());
    String before = REDIS.sealed(key, REDIS.entry(key).orElseThrow());
    WRITER.ask(Addresses.END_SESSION, new EndSession(ADA, ended.id(), EndStatus.COMPLETED, "over"));
    REDIS.plant(key, before);

    withColdPod(pod -> {
      ResolvedSession next = pod.resolve(ADA, null, transport("returned"), null);
      assertThat(next.created()).isTrue();
      assertThat(next.session()).isNotEqualTo(ended);
    });
  }

  @Test
  void p5_an_end_of_which_no_cache_was_told_is_noticed_by_a_pod_that_knew_the_session() {
    SessionRef session = WRITER.resolve(ADA, null, transport("untold"), null).session();
    withColdPod(pod -> {
      assertThat(pod.resolve(ADA, null, transport("untold"), null).session()).isEqualTo(session);
      DATABASE.execute(
          "UPDATE session SET ended_at = now() WHERE session_no = ?", session.number());
      DATABASE.execute(
          "UPDATE binding SET ended_at = now() WHERE session_no = ?", session.number());
      await()
          .until(
              () -> !pod.resolve(ADA, null, transport("untold"), null).session().equals(session));
    });
  }

  @Test
  void p4_a_name_that_holds_no_text_is_ignored_and_replaced() {
    SessionRef session = WRITER.resolve(ADA, null, transport("list"), null).session();
    CacheKey key = CacheKey.ofTransport(ADA, transport("list"));
    await().until(() -> REDIS.entry(key).isPresent());
    REDIS.send(Command.DEL, REDIS.name(key));
    REDIS.send(Command.LPUSH, REDIS.name(key), "a", "b");

    withColdPod(pod -> {
      assertThat(pod.resolve(ADA, null, transport("list"), null).session()).isEqualTo(session);
      await().until(() -> REDIS.entry(key).isPresent());
    });
  }

  @Test
  void p4_what_another_database_left_in_redis_is_not_believed() {
    SessionRef here = WRITER.resolve(ADA, "same-name", null, null).session();
    CacheKey key = CacheKey.ofSession(ADA, "same-name");
    await().until(() -> REDIS.entry(key).isPresent());

    Database restored = new Database();
    restored.execute("SELECT setval('session_session_no_seq', ?)", here.number() + 1_000);
    try (TestPod pod = TestPod.start("pod-2", CONFIG, restored.config());
        RedisProbe probe = new RedisProbe(CONFIG, restored.config())) {
      probe.awaitConnected(pod);
      assertThat(pod.resolve(ADA, "same-name", null, null).created()).isTrue();
    }
    assertThat(REDIS.entry(key).orElseThrow().session()).isEqualTo(here);
  }

  @Test
  void redis_that_is_absent_at_the_start_is_only_missed() throws IOException {
    SessionRef session = WRITER.resolve(ADA, null, transport("absent"), null).session();
    RegistryConfig config = withRedis("redis://127.0.0.1:" + closedPort());
    try (TestPod pod = TestPod.start("pod-2", config, DATABASE.config())) {
      assertThat(pod.resolve(ADA, null, transport("absent"), null).session()).isEqualTo(session);
      assertThat(pod.resolve(ADA, "made-without-redis", null, null).created()).isTrue();
    }
  }

  @Test
  void p4_redis_that_falls_silent_changes_no_answer_and_is_used_again_when_it_speaks() {
    try (Frozen frozen = new Frozen(TestRedis.uri());
        TestPod pod = TestPod.start("pod-2", withRedis(frozen.uri()), DATABASE.config())) {
      REDIS.awaitConnected(pod);
      frozen.freeze();
      for (int i = 0; i < 20; i++) {
        String id = "silent-" + i;
        SessionRef session = WRITER.resolve(ADA, null, transport(id), null).session();
        assertThat(pod.resolve(ADA, null, transport(id), null).session()).isEqualTo(session);
      }
      frozen.thaw();
      REDIS.awaitConnected(pod);
    }
  }

  /** A pod that shares the secret and remembers nothing itself. */
  private static void withColdPod(Consumer<TestPod> act) {
    try (TestPod pod = TestPod.start("pod-2", CONFIG, DATABASE.config())) {
      REDIS.awaitConnected(pod);
      act.accept(pod);
    }
  }

  private static RegistryConfig withRedis(String uri) {
    CacheConfig cache = CONFIG.cache();
    return new RegistryConfig(
        new CacheConfig(
            cache.secret(),
            cache.nearEntriesMax(),
            cache.nearTtlMs(),
            cache.sharedTtlS(),
            cache.endsCheckMs(),
            cache.endsMax(),
            TestConfigs.redis(uri, 50)),
        CONFIG.belief(),
        CONFIG.deadline(),
        CONFIG.resolveAttemptsMax(),
        CONFIG.journal(),
        CONFIG.lifecycle(),
        CONFIG.share(),
        CONFIG.keyCheckMs(),
        CONFIG.project(),
        CONFIG.groups());
  }

  private static int closedPort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static Transport transport(String id) {
    return new Transport(TransportKind.WEBSOCKET, id);
  }
}
