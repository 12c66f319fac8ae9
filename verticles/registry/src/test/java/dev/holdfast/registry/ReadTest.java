package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Address;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.Authenticate;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.TestRedis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ReadTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Database DATABASE = new Database();
  private static final TestPod POD =
      TestPod.start("pod-1", TestConfigs.of(TestRedis.uri()), DATABASE.config());

  @AfterAll
  static void close() {
    POD.close();
  }

  @Test
  void row_7_a_foreign_session_and_an_absent_one_get_the_same_answer() {
    POD.resolve(ADA, "only-adas", null, null);
    List<Fault> answers = new ArrayList<>();
    for (Principal other : List.of(new Principal("acme", "eve"), new Principal("evil", "ada"))) {
      for (String id : List.of("only-adas", "nobodys")) {
        answers.add(fault(Addresses.FIND_SESSION, new FindSession(other, id)));
        answers.add(fault(Addresses.DESCRIBE_SESSION, new DescribeSession(other, id)));
      }
    }

    assertThat(answers.stream().map(Fault::code)).containsOnly(ErrorCode.UNKNOWN_SESSION);
    assertThat(answers.stream().map(Fault::detail).distinct()).hasSize(1);
    assertThat(POD.ask(Addresses.FIND_SESSION, new FindSession(ADA, "only-adas")).id())
        .isEqualTo("only-adas");
  }

  @Test
  void a_session_is_described_with_its_bindings_its_last_event_and_its_project() {
    SessionRef session =
        POD.resolve(ADA, "described", new Transport(TransportKind.HTTP, "d-1"), null).session();
    POD.resolve(ADA, "described", null, new StableKey("agent", "/repository", "", ""));
    DATABASE.execute("UPDATE session_log SET last_seq = 7 WHERE session_no = ?", session.number());

    SessionRecord unbound =
        POD.ask(Addresses.DESCRIBE_SESSION, new DescribeSession(ADA, "described"));
    assertThat(unbound.session()).isEqualTo(session);
    assertThat(unbound.createdAt()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    assertThat(unbound.lastSeq()).isEqualTo(7);
    assertThat(unbound.bindings().stream().map(b -> b.kind() + " " + b.source()))
        .containsExactly("http client", "stable client");
    assertThat(unbound.project()).isNull();

    assertThat(POD.ask(Addresses.SET_PROJECT, new SetProject(session, "project_a", 0L)))
        .isEqualTo(
            POD.ask(Addresses.DESCRIBE_SESSION, new DescribeSession(ADA, "described")).project());
  }

  @Test
  void a_session_with_more_bindings_than_are_shown_is_described_with_the_oldest() {
    SessionRef session = POD.resolve(ADA, "many-ways", null, null).session();
    DATABASE.execute(
        "INSERT INTO binding (tenant, principal, kind, transport_id, session_no, source, pod)"
            + " SELECT 'acme', 'ada', CASE n WHEN 1 THEN 'stable' ELSE 'http' END, 'many-' || n,"
            + " ?, 'client', 'pod-1' FROM generate_series(1, 150) n",
        session.number());

    SessionRecord record =
        POD.ask(Addresses.DESCRIBE_SESSION, new DescribeSession(ADA, "many-ways"));
    assertThat(record.bindings()).hasSize(100);
    assertThat(record.bindings().getFirst().kind()).isEqualTo("stable");
  }

  @Test
  void a_credential_names_its_holder_unless_it_is_unknown_or_revoked() {
    DATABASE.execute(
        "INSERT INTO credential (credential_hash, tenant, principal, label, revoked_at) VALUES"
            + " (repeat('a', 64), 'acme', 'ada', 'laptop', NULL),"
            + " (repeat('b', 64), 'acme', 'ada', 'lost laptop', now())");

    assertThat(POD.ask(Addresses.AUTHENTICATE, new Authenticate("a".repeat(64))))
        .hasValueSatisfying(access -> assertThat(access.principal()).isEqualTo(ADA));
    for (String other : List.of("b".repeat(64), "c".repeat(64), "A".repeat(64), "a\u0000", "")) {
      assertThat(POD.ask(Addresses.AUTHENTICATE, new Authenticate(other))).isEmpty();
    }
  }

  private static <Q extends Record, R> Fault fault(Address<Q, R> address, Q question) {
    List<Fault> faults = new ArrayList<>();
    assertThatThrownBy(() -> POD.ask(address, question))
        .isInstanceOfSatisfying(Fault.class, faults::add);
    return faults.getFirst();
  }
}
