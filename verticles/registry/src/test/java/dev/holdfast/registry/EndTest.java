package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.registry.cache.CacheKey;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.RedisProbe;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class EndTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Database DATABASE = new Database();
  private static final RegistryConfig CONFIG =
      TestConfigs.with(TestConfigs.of(TestRedis.uri()), "registry.sweep_ms", "100");
  private static final TestPod ONE = TestPod.start("pod-1", CONFIG, DATABASE.config());
  private static final TestPod TWO = TestPod.start("pod-2", CONFIG, DATABASE.config());
  private static final RedisProbe REDIS = new RedisProbe(CONFIG, DATABASE.config());

  static {
    REDIS.awaitConnected(ONE);
    REDIS.awaitConnected(TWO);
  }

  @AfterAll
  static void close() {
    REDIS.close();
    ONE.close();
    TWO.close();
  }

  @Test
  void row_14_a_session_ends_with_time_reason_and_status_and_only_once() {
    ONE.resolve(ADA, "ends", transport("ends"), null);
    SessionRecord ended = end(ONE, "ends", EndStatus.COMPLETED, "all done");

    assertThat(ended.life().endStatus()).isEqualTo("completed");
    assertThat(ended.life().endReason()).isEqualTo("all done");
    assertThat(ended.life().endedAt())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    assertThat(ended.bindings()).isEmpty();
    assertThat(end(TWO, "ends", EndStatus.ABANDONED, null)).isEqualTo(ended);
    assertThat(ONE.ask(Addresses.DESCRIBE_SESSION, new DescribeSession(ADA, "ends")))
        .isEqualTo(ended);
    assertFault(() -> ONE.resolve(ADA, "ends", null, null), ErrorCode.SESSION_ENDED);
    assertFault(
        () -> ONE.ask(Addresses.SET_PROJECT, new SetProject(ended.session(), "late", null)),
        ErrorCode.SESSION_ENDED);
  }

  @Test
  void row_7_a_foreign_session_is_not_ended_and_looks_like_none() {
    ONE.resolve(ADA, "mine", null, null);
    Principal eve = new Principal("acme", "eve");
    for (String id : List.of("mine", "nobodys", "a b")) {
      assertFault(
          () -> ONE.ask(Addresses.END_SESSION, new EndSession(eve, id, EndStatus.COMPLETED, null)),
          ErrorCode.UNKNOWN_SESSION);
    }
    assertThat(ONE.resolve(ADA, "mine", null, null).created()).isFalse();
  }

  @Test
  void row_14_the_transport_of_an_ended_session_is_bound_anew_on_every_pod() {
    Transport way = transport("again");
    SessionRef first = ONE.resolve(ADA, null, way, null).session();
    assertThat(TWO.resolve(ADA, null, way, null).session()).isEqualTo(first);
    await().until(() -> REDIS.entry(CacheKey.ofTransport(ADA, way)).isPresent());
    end(ONE, first.id(), EndStatus.REFRESHED, null);

    ResolvedSession second = ONE.resolve(ADA, null, way, null);
    assertThat(second.source()).isEqualTo(SessionSource.MINTED);
    assertThat(second.session()).isNotEqualTo(first);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> TWO.resolve(ADA, null, way, null).session().equals(second.session()));
    assertThat(ONE.resolve(ADA, null, way, null).session()).isEqualTo(second.session());
    await()
        .until(() ->
            REDIS
                .entry(CacheKey.ofTransport(ADA, way))
                .orElseThrow()
                .session()
                .equals(second.session()));
  }

  @Test
  void row_14_an_end_of_which_redis_was_not_told_is_told_by_a_round() {
    Transport way = transport("untold");
    SessionRef session = ONE.resolve(ADA, "untold", way, null).session();
    CacheKey key = CacheKey.ofTransport(ADA, way);
    await().until(() -> REDIS.entry(key).isPresent());
    DATABASE.execute(
        "WITH b AS (UPDATE binding SET ended_at = now() WHERE session_no = ?)"
            + " UPDATE session SET ended_at = now(), end_status = 'abandoned' WHERE session_no = ?",
        session.number(),
        session.number());

    await().atMost(Duration.ofSeconds(30)).until(() -> REDIS.entry(key).orElseThrow().isOver());
    await()
        .until(() ->
            DATABASE
                .rows(
                    "SELECT uncached_at IS NOT NULL FROM session WHERE session_no = ?",
                    session.number())
                .equals(List.of("t")));
  }

  private static SessionRecord end(
      TestPod pod, String sessionId, EndStatus status, @Nullable String reason) {
    return pod.ask(Addresses.END_SESSION, new EndSession(ADA, sessionId, status, reason));
  }

  private static Transport transport(String id) {
    return new Transport(TransportKind.HTTP, id);
  }

  private static void assertFault(Runnable act, ErrorCode code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
