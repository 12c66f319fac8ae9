package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.Frozen;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Address;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.Authenticate;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.TestRedis;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

final class PostgresDownTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Transport TRANSPORT = new Transport(TransportKind.HTTP, "transport");

  private final Database database = new Database();

  @Test
  void p6_while_postgres_is_frozen_nothing_is_told_that_is_not_durable() {
    try (Frozen way = new Frozen(database.config().uri());
        TestPod pod = TestPod.start("pod-1", impatient(), by(way))) {
      SessionRef known = patiently(() -> pod.resolve(ADA, "known", null, null)).session();
      way.freeze();

      assertThat(pod.resolve(ADA, "known", null, null).session()).isEqualTo(known);
      assertUnavailable(
          pod, Addresses.RESOLVE_SESSION, new ResolveSession(ADA, null, TRANSPORT, null));
      assertUnavailable(pod, Addresses.RESOLVE_SESSION, new ResolveSession(ADA, null, null, null));
      assertUnavailable(pod, Addresses.FIND_SESSION, new FindSession(ADA, "other"));
      assertUnavailable(pod, Addresses.DESCRIBE_SESSION, new DescribeSession(ADA, "known"));
      assertUnavailable(pod, Addresses.GET_PROJECT, new GetProject(known));
      assertUnavailable(pod, Addresses.SET_PROJECT, new SetProject(known, "project", null));
      assertUnavailable(pod, Addresses.AUTHENTICATE, new Authenticate("a".repeat(64)));

      way.thaw();
      ResolvedSession resolved = patiently(() -> pod.resolve(ADA, null, TRANSPORT, null));
      assertThat(
              database.rows(
                  "SELECT session_no FROM binding WHERE transport_id = ?", TRANSPORT.id()))
          .containsExactly(Long.toString(resolved.session().number()));
    }
  }

  @Test
  void a_pod_does_not_start_without_postgres() {
    PostgresConfig nowhere =
        new PostgresConfig("postgresql://postgres@127.0.0.1:1/absent", 1, 1, 1_000);
    assertThatThrownBy(() -> TestPod.start("pod-1", impatient(), nowhere))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
  }

  /** The first answer that is not a fault. */
  private static ResolvedSession patiently(Callable<ResolvedSession> act) {
    return await().ignoreExceptionsInstanceOf(Fault.class).until(act, answer -> true);
  }

  private PostgresConfig by(Frozen way) {
    PostgresConfig direct = database.config();
    return new PostgresConfig(
        way.uri(), direct.poolSize(), direct.readConnections(), direct.connectTimeoutMs());
  }

  private static RegistryConfig impatient() {
    RegistryConfig config = TestConfigs.of(TestRedis.uri());
    return new RegistryConfig(
        config.cache(),
        config.belief(),
        new Deadline(1_000),
        config.resolveAttemptsMax(),
        config.journal(),
        config.lifecycle(),
        config.share(),
        config.keyCheckMs(),
        config.project(),
        config.groups());
  }

  private static <Q extends Record, R> void assertUnavailable(
      TestPod pod, Address<Q, R> address, Q question) {
    assertThatThrownBy(() -> pod.ask(address, question))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
  }
}
