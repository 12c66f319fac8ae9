package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ResolveTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Database DATABASE = new Database();
  private static final RegistryConfig CONFIG = TestConfigs.of(TestRedis.uri());
  private static final TestPod ONE = TestPod.start("pod-1", CONFIG, DATABASE.config());
  private static final TestPod TWO = TestPod.start("pod-2", CONFIG, DATABASE.config());

  @AfterAll
  static void close() {
    ONE.close();
    TWO.close();
  }

  @Test
  void row_1_the_session_id_the_client_proposes_is_used_exactly() {
    ResolvedSession first = ONE.resolve(ADA, "vscode-instance-1", null, null);
    ResolvedSession second = ONE.resolve(ADA, "vscode-instance-2", null, null);

    assertThat(first.session().id()).isEqualTo("vscode-instance-1");
    assertThat(second.session().id()).isEqualTo("vscode-instance-2");
    assertThat(first.session().number()).isNotEqualTo(second.session().number());
    assertThat(List.of(first.source(), second.source())).containsOnly(SessionSource.CLIENT);
    assertThat(List.of(first.created(), second.created())).containsOnly(true);
  }

  @Test
  void row_2_an_id_of_another_format_is_refused_and_never_replaced() {
    String shortest = "a-b";
    String longest = "x".repeat(64);
    assertThat(ONE.resolve(ADA, shortest, null, null).session().id()).isEqualTo(shortest);
    assertThat(ONE.resolve(ADA, longest, null, null).session().id()).isEqualTo(longest);

    long before = DATABASE.count("session");
    for (String invalid : List.of("", "ab", "x".repeat(65), "a b c", "abc\u0000", "äöü")) {
      assertFault(
          () -> ONE.resolve(ADA, invalid, transport("row2"), null), ErrorCode.INVALID_SESSION_ID);
      assertFault(
          () -> ONE.ask(Addresses.FIND_SESSION, new FindSession(ADA, invalid)),
          ErrorCode.UNKNOWN_SESSION);
    }
    assertThat(DATABASE.count("session")).isEqualTo(before);
  }

  @Test
  void row_3_a_session_and_its_log_are_durable_when_the_answer_arrives() {
    for (ResolvedSession resolved :
        List.of(
            ONE.resolve(ADA, "row3-named", null, null),
            ONE.resolve(ADA, null, transport("row3"), null),
            ONE.resolve(ADA, null, null, stableKey("row3")),
            ONE.resolve(ADA, null, null, null))) {
      assertThat(
              DATABASE.rows(
                  "SELECT s.tenant, s.principal, s.session_id, l.last_seq FROM session s"
                      + " JOIN session_log l USING (session_no) WHERE s.session_no = ?",
                  resolved.session().number()))
          .containsExactly("acme ada " + resolved.session().id() + " 0");
    }
  }

  @Test
  void row_5_minted_ids_are_random_and_do_not_collide() {
    List<Future<ResolvedSession>> asked =
        Stream.of(ONE, TWO)
            .flatMap(pod -> Stream.generate(() -> pod).limit(300))
            .map(pod ->
                pod.request(Addresses.RESOLVE_SESSION, new ResolveSession(ADA, null, null, null)))
            .toList();
    Await.result(Future.all(asked));

    assertThat(asked.stream().map(f -> f.result().session().id()))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("ses_[A-Za-z0-9_-]{27}"));
  }

  @Test
  void row_6_an_explicit_id_goes_before_a_binding_and_leaves_it_as_it_is() {
    Transport transport = transport("row6");
    StableKey stableKey = stableKey("row6");
    ResolvedSession bound = ONE.resolve(ADA, null, transport, stableKey);

    ResolvedSession explicit = ONE.resolve(ADA, "row6-explicit", transport, stableKey);
    assertThat(explicit.session().id()).isEqualTo("row6-explicit");
    assertThat(explicit.source()).isEqualTo(SessionSource.CLIENT);

    for (TestPod pod : List.of(ONE, TWO)) {
      ResolvedSession again = pod.resolve(ADA, null, transport, stableKey);
      assertThat(again.session()).isEqualTo(bound.session());
      assertThat(again.source()).isEqualTo(SessionSource.TRANSPORT);
      assertThat(again.created()).isFalse();
    }
  }

  @Test
  void row_6_a_transport_goes_before_a_stable_key() {
    Transport transport = transport("row6-order");
    StableKey stableKey = stableKey("row6-order");
    ResolvedSession byTransport = ONE.resolve(ADA, null, transport, null);
    ResolvedSession byStableKey = ONE.resolve(ADA, null, null, stableKey);

    ResolvedSession both = TWO.resolve(ADA, null, transport, stableKey);
    assertThat(both.session()).isEqualTo(byTransport.session());
    assertThat(both.source()).isEqualTo(SessionSource.TRANSPORT);
    assertThat(TWO.resolve(ADA, null, null, stableKey).session()).isEqualTo(byStableKey.session());
  }

  @Test
  void a_stable_key_finds_the_session_again_and_binds_the_new_transport_to_it() {
    StableKey stableKey = stableKey("moves");
    ResolvedSession first = ONE.resolve(ADA, null, transport("moves-1"), stableKey);
    ResolvedSession second = TWO.resolve(ADA, null, transport("moves-2"), stableKey);
    ResolvedSession third = ONE.resolve(ADA, null, transport("moves-2"), null);

    assertThat(first.source()).isEqualTo(SessionSource.MINTED);
    assertThat(second.source()).isEqualTo(SessionSource.STABLE);
    assertThat(third.source()).isEqualTo(SessionSource.TRANSPORT);
    assertThat(List.of(second.session(), third.session())).containsOnly(first.session());
    assertThat(List.of(first.created(), second.created(), third.created()))
        .containsExactly(true, false, false);
    assertThat(
            DATABASE.rows(
                "SELECT kind, transport_id LIKE '%moves-1' AS first, source, pod FROM binding"
                    + " WHERE session_no = ? ORDER BY binding_no",
                first.session().number()))
        .containsExactly(
            "websocket t minted pod-1", "stable f minted pod-1", "websocket f stable pod-2");
  }

  @Test
  void what_is_not_bound_yet_is_bound_to_the_session_that_was_resolved() {
    Transport transport = transport("binds");
    StableKey stableKey = stableKey("binds");
    ResolvedSession named = ONE.resolve(ADA, "binds-named", transport, null);
    TWO.resolve(ADA, null, transport, stableKey);

    assertThat(ONE.resolve(ADA, null, null, stableKey).session()).isEqualTo(named.session());
    assertThat(
            DATABASE.rows(
                "SELECT kind, source, pod FROM binding WHERE session_no = ? ORDER BY binding_no",
                named.session().number()))
        .containsExactly("websocket client pod-1", "stable transport pod-2");
  }

  @Test
  void row_7_two_principals_with_the_same_names_have_two_sessions() {
    Principal bob = new Principal("acme", "bob");
    Principal foreign = new Principal("other", "ada");
    Transport transport = transport("row7");
    StableKey stableKey = stableKey("row7");
    List<Principal> principals = List.of(ADA, bob, foreign);

    assertThat(principals.stream().map(p -> ONE.resolve(p, "row7", null, null).session().number()))
        .doesNotHaveDuplicates();
    assertThat(principals.stream().map(p -> ONE.resolve(p, null, transport, null).session().id()))
        .doesNotHaveDuplicates();
    assertThat(principals.stream().map(p -> ONE.resolve(p, null, null, stableKey).session().id()))
        .doesNotHaveDuplicates();
  }

  @Test
  void row_9_a_client_that_comes_back_on_another_pod_continues_its_session() {
    ResolvedSession before = ONE.resolve(ADA, null, transport("row9"), null);
    ResolvedSession after = TWO.resolve(ADA, null, transport("row9"), null);

    assertThat(after.session()).isEqualTo(before.session());
    assertThat(after.source()).isEqualTo(SessionSource.TRANSPORT);
    assertThat(TWO.resolve(ADA, before.session().id(), null, null).session())
        .isEqualTo(before.session());
  }

  @Test
  void row_11_a_client_without_transport_gets_a_session_of_its_own() {
    ResolvedSession first = ONE.resolve(ADA, null, null, null);
    ResolvedSession second = ONE.resolve(ADA, null, null, null);

    assertThat(first.session().number()).isNotEqualTo(second.session().number());
    assertThat(List.of(first.created(), second.created())).containsOnly(true);
    assertThat(List.of(first.source(), second.source())).containsOnly(SessionSource.MINTED);
  }

  @Test
  void the_same_id_on_two_kinds_of_transport_is_two_bindings() {
    String id = RandomId.mint("same");
    assertThat(ONE.resolve(ADA, null, new Transport(TransportKind.HTTP, id), null).session())
        .isNotEqualTo(
            ONE.resolve(ADA, null, new Transport(TransportKind.WEBSOCKET, id), null).session());
  }

  @Test
  void an_ended_session_is_refused_and_never_replaced() {
    Transport transport = transport("ended");
    ResolvedSession resolved = ONE.resolve(ADA, "ended-1", transport, null);
    DATABASE.execute(
        "UPDATE session SET ended_at = now() WHERE session_no = ?", resolved.session().number());

    RegistryConfig cold = TestConfigs.of(TestRedis.uri());
    try (TestPod pod = TestPod.start("pod-3", cold, DATABASE.config())) {
      assertFault(() -> pod.resolve(ADA, "ended-1", null, null), ErrorCode.SESSION_ENDED);
      assertFault(() -> pod.resolve(ADA, null, transport, null), ErrorCode.SESSION_ENDED);
      assertThat(pod.ask(Addresses.FIND_SESSION, new FindSession(ADA, "ended-1")))
          .isEqualTo(resolved.session());
    }
  }

  @Test
  void a_pod_that_did_not_hear_of_the_end_binds_nothing_to_an_ended_session() {
    ResolvedSession resolved = ONE.resolve(ADA, "ended-2", null, null);
    DATABASE.execute(
        "UPDATE session SET ended_at = now() WHERE session_no = ?", resolved.session().number());

    assertFault(
        () -> ONE.resolve(ADA, "ended-2", transport("late"), null), ErrorCode.SESSION_ENDED);
    assertThat(
            DATABASE.rows(
                "SELECT 1 FROM binding WHERE session_no = ?", resolved.session().number()))
        .isEmpty();
  }

  @Test
  void an_ended_binding_is_not_live_and_the_way_can_be_bound_anew() {
    Transport transport = transport("rebound");
    ResolvedSession first = ONE.resolve(ADA, null, transport, null);
    DATABASE.execute(
        "UPDATE binding SET ended_at = now() WHERE session_no = ?", first.session().number());

    RegistryConfig cold = TestConfigs.of(TestRedis.uri());
    try (TestPod pod = TestPod.start("pod-3", cold, DATABASE.config())) {
      ResolvedSession second = pod.resolve(ADA, null, transport, null);
      assertThat(second.session()).isNotEqualTo(first.session());
      assertThat(second.created()).isTrue();
    }
  }

  private static Transport transport(String id) {
    return new Transport(TransportKind.WEBSOCKET, id);
  }

  private static StableKey stableKey(String agent) {
    return new StableKey(agent, "/home/ada/repository", "project", "");
  }

  private static void assertFault(Runnable act, ErrorCode code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
