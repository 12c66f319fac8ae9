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
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.ForkSession;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.RollSession;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Open sessions are counted where they are made and ended, over all pods. */
final class SessionLimitsTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal BEN = new Principal("acme", "ben");

  private final Database database = new Database();
  private final RegistryConfig config =
      TestConfigs.with(
          TestConfigs.of(TestRedis.uri()),
          "registry.sessions_per_principal_max",
          "5",
          "registry.sessions_per_tenant_max",
          "8",
          "registry.sweep_ms",
          "100",
          "registry.recount_ms",
          "100",
          "registry.idle_ttl_s",
          "3600");
  private final TestPod one = TestPod.start("pod-1", config, database.config());
  private final TestPod two = TestPod.start("pod-2", config, database.config());

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void row_65_of_many_sessions_that_pods_make_at_once_no_more_come_than_may() {
    List<Future<ResolvedSession>> all =
        IntStream.range(0, 40)
            .mapToObj(i ->
                (i % 2 == 0 ? one : two)
                    .request(
                        Addresses.RESOLVE_SESSION,
                        new ResolveSession(ADA, i % 4 < 2 ? "named-" + i : null, null, null)))
            .toList();
    Await.result(Future.join(all).otherwiseEmpty());
    Set<String> made = new HashSet<>();
    all.stream().filter(Future::succeeded).forEach(each -> made.add(each.result().session().id()));
    assertThat(made).hasSize(5);
    assertThat(all.stream().filter(Future::failed).map(each -> Fault.of(each.cause()).code()))
        .containsOnly(ErrorCode.TOO_MANY_SESSIONS);
    assertThat(database.count("session")).isEqualTo(5);
    assertThat(database.count("session_log")).isEqualTo(5);
    assertThat(database.count("audit")).isEqualTo(5);
    assertThat(counted(ADA)).isEqualTo(5);
  }

  @Test
  void row_65_the_refusal_names_the_limit_and_what_is_there_goes_on() {
    open(ADA, 5);
    assertThatThrownBy(() -> one.resolve(ADA, "too-much", null, null))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.TOO_MANY_SESSIONS);
              assertThat(fault.code().httpStatus()).isEqualTo(429);
              assertThat(fault.detail())
                  .contains("5 open sessions", "registry.sessions_per_principal_max", "end some");
            });
    assertThat(two.resolve(ADA, "ada-3", null, null).created()).isFalse();
    refused(() -> two.ask(Addresses.FORK_SESSION, new ForkSession(ADA, "ada-3", null, null, null)));

    one.answer(Addresses.END_SESSION_TASKS, ended -> 0);
    EndSession end = new EndSession(ADA, "ada-1", EndStatus.COMPLETED, null);
    one.ask(Addresses.END_SESSION, end);
    one.ask(Addresses.END_SESSION, end);
    assertThat(counted(ADA)).isEqualTo(4);
    two.ask(Addresses.FORK_SESSION, new ForkSession(ADA, "ada-3", null, null, null));
    refused(() -> one.resolve(ADA, "too-much", null, null));
  }

  @Test
  void row_65_a_tenant_has_a_limit_beside_those_of_its_principals() {
    open(ADA, 5);
    open(BEN, 3);
    assertThatThrownBy(() -> one.resolve(BEN, "too-much", null, null))
        .hasMessageContaining("registry.sessions_per_tenant_max");
    assertThat(counted(BEN)).isEqualTo(3);
    refused(() -> two.ask(Addresses.FORK_SESSION, new ForkSession(BEN, "ben-1", null, null, null)));
    one.resolve(new Principal("globex", "eve"), "elsewhere", null, null);
  }

  @Test
  void row_65_sessions_that_expire_make_room_and_one_that_goes_on_is_not_refused() {
    open(ADA, 5);
    one.ask(
        Addresses.ROLL_SESSION,
        new RollSession(one.resolve(ADA, "ada-1", null, null).session(), null));
    assertThat(counted(ADA)).isEqualTo(6);
    for (TestPod pod : List.of(one, two)) {
      pod.answer(Addresses.FIND_BUSY_SESSIONS, asked -> Set.of());
      pod.answer(Addresses.END_SESSION_TASKS, ended -> 0);
    }
    database.execute("UPDATE session SET last_active_at = now() - interval '1 day'");
    Awaitility.await().until(() -> counted(ADA) == 0);
    one.resolve(ADA, "fresh", null, null);
  }

  @Test
  void counts_that_went_wrong_are_put_right() {
    open(ADA, 3);
    open(BEN, 2);
    database.execute("UPDATE session_count SET open = 5 WHERE principal = 'ada'");
    database.execute("DELETE FROM session_count WHERE principal = 'ben'");
    Awaitility.await()
        .until(() ->
            database
                .rows("SELECT principal, open FROM session_count ORDER BY principal")
                .equals(List.of("ada 3", "ben 2")));
    one.resolve(ADA, "ada-4", null, null);
    assertThat(counted(ADA)).isEqualTo(4);
  }

  private void open(Principal owner, int count) {
    for (int i = 1; i <= count; i++) {
      one.resolve(owner, owner.name() + "-" + i, null, null);
    }
  }

  private long counted(Principal owner) {
    return Long.parseLong(
        database
            .rows("SELECT open FROM session_count WHERE principal = ?", owner.name())
            .getFirst());
  }

  private static void refused(ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.TOO_MANY_SESSIONS));
  }
}
