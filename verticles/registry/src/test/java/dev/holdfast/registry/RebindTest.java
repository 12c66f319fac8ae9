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
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.BindingPage;
import dev.holdfast.shared.message.BindingPage.Binding;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.ListBindings;
import dev.holdfast.shared.message.Rebind;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class RebindTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal EVE = new Principal("acme", "eve");
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
  void row_18_a_transport_that_is_moved_on_one_pod_leads_there_on_every_pod() {
    Transport way = transport("moved");
    SessionRef old = ONE.resolve(ADA, "before-1", way, null).session();
    SessionRef next = ONE.resolve(ADA, "after-1", null, null).session();
    assertThat(TWO.resolve(ADA, null, way, null).session()).isEqualTo(old);

    Binding made = rebind(ONE, ADA, way, "after-1", "before-1");

    assertThat(made.sessionId()).isEqualTo("after-1");
    assertThat(made.endedAt()).isNull();
    assertThat(ONE.resolve(ADA, null, way, null).session()).isEqualTo(next);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> TWO.resolve(ADA, null, way, null).session().equals(next));
    await()
        .until(
            () -> REDIS.entry(CacheKey.ofTransport(ADA, way)).orElseThrow().session().equals(next));

    BindingPage former = ONE.ask(Addresses.LIST_BINDINGS, new ListBindings(old, null, 10));
    assertThat(former.bindings())
        .singleElement()
        .satisfies(binding -> {
          assertThat(binding.transportId()).isEqualTo("moved");
          assertThat(binding.endCause()).isEqualTo("rebound");
          assertThat(binding.pod()).isEqualTo("pod-1");
        });
    for (SessionRef session : List.of(old, next)) {
      assertThat(
              DATABASE.rows(
                  "SELECT detail FROM audit WHERE session_no = ? AND act = 'binding_rebound'",
                  session.number()))
          .singleElement()
          .satisfies(detail -> assertThat(detail).contains("before-1", "after-1", "http"));
    }
  }

  @Test
  void row_15_a_move_that_expects_another_session_is_a_conflict_that_shows_the_actual_one() {
    Transport way = transport("disputed");
    ONE.resolve(ADA, "before-2", way, null);
    SessionRef target = ONE.resolve(ADA, "after-2", null, null).session();

    assertThatThrownBy(() -> rebind(ONE, ADA, way, "after-2", "elsewhere"))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.BINDING_CONFLICT);
              assertThat(fault.detail()).contains("before-2");
            });
    assertThat(
            DATABASE.rows(
                "SELECT act FROM audit WHERE session_no = ? ORDER BY audit_no", target.number()))
        .containsExactly("session_started", "binding_conflict");
    assertThat(ONE.resolve(ADA, null, way, null).session().id()).isEqualTo("before-2");
    assertThat(rebind(ONE, ADA, way, "before-2", "before-2").sessionId()).isEqualTo("before-2");
  }

  @Test
  void row_7_nobody_moves_anothers_binding_or_moves_his_own_to_anothers_session() {
    Transport way = transport("walled");
    ONE.resolve(ADA, "adas", way, null);
    ONE.resolve(EVE, "eves", null, null);

    assertFault(() -> rebind(ONE, EVE, way, "eves", "adas"), ErrorCode.UNKNOWN_BINDING);
    assertFault(() -> rebind(ONE, ADA, way, "eves", "adas"), ErrorCode.UNKNOWN_SESSION);
    ONE.answer(Addresses.END_SESSION_TASKS, question -> 0);
    ONE.resolve(ADA, "ended", null, null);
    ONE.ask(Addresses.END_SESSION, new EndSession(ADA, "ended", EndStatus.COMPLETED, null));
    assertFault(() -> rebind(ONE, ADA, way, "ended", "adas"), ErrorCode.SESSION_ENDED);
    assertThat(ONE.resolve(ADA, null, way, null).session().id()).isEqualTo("adas");
  }

  @Test
  void row_18_of_many_moves_at_once_from_one_session_exactly_one_is_made() {
    Transport way = transport("raced");
    ONE.resolve(ADA, "start", way, null);
    List<Future<Binding>> moves = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String target = "target-" + i;
      ONE.resolve(ADA, target, null, null);
      TestPod pod = i % 2 == 0 ? ONE : TWO;
      moves.add(pod.request(Addresses.REBIND, new Rebind(ADA, way, target, "start")));
    }
    moves.forEach(move -> await().until(move::isComplete));
    assertThat(moves.stream().filter(Future::succeeded)).hasSize(1);
    assertThat(moves.stream().filter(Future::failed))
        .allSatisfy(move ->
            assertThat(Fault.of(move.cause()).code()).isEqualTo(ErrorCode.BINDING_CONFLICT));
    String winner =
        moves.stream().filter(Future::succeeded).findFirst().orElseThrow().result().sessionId();
    assertThat(
            DATABASE.rows(
                "SELECT s.session_id FROM binding b JOIN session s USING (session_no)"
                    + " WHERE b.transport_id = 'raced' AND b.ended_at IS NULL"))
        .containsExactly(winner);
  }

  @Test
  void row_18_a_move_of_which_redis_was_not_told_is_told_by_a_round() {
    Transport way = transport("untold");
    SessionRef old = ONE.resolve(ADA, "untold-1", way, null).session();
    SessionRef next = ONE.resolve(ADA, "untold-2", null, null).session();
    CacheKey key = CacheKey.ofTransport(ADA, way);
    await().until(() -> REDIS.entry(key).isPresent());
    DATABASE.execute(
        "UPDATE binding SET ended_at = now(), end_cause = 'rebound' WHERE session_no = ?",
        old.number());
    DATABASE.execute(
        "INSERT INTO binding (tenant, principal, kind, transport_id, session_no, source, pod)"
            + " VALUES ('acme', 'ada', 'http', 'untold', ?, 'client', 'pod-9')",
        next.number());

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> TWO.resolve(ADA, null, way, null).session().equals(next));
    await()
        .until(() ->
            DATABASE
                .rows(
                    "SELECT uncached_at IS NOT NULL FROM binding WHERE session_no = ?",
                    old.number())
                .equals(List.of("t")));
  }

  private static Binding rebind(
      TestPod pod, Principal principal, Transport way, String sessionId, String expected) {
    return pod.ask(Addresses.REBIND, new Rebind(principal, way, sessionId, expected));
  }

  private static Transport transport(String id) {
    return new Transport(TransportKind.HTTP, id);
  }

  private static void assertFault(Runnable act, ErrorCode code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
