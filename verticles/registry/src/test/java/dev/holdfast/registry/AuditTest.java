package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.ListAudit;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class AuditTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal EVE = new Principal("acme", "eve");
  private static final Database DATABASE = new Database();
  private static final TestPod POD =
      TestPod.start("pod-1", TestConfigs.of(TestRedis.uri()), DATABASE.config());

  @AfterAll
  static void close() {
    POD.close();
  }

  @Test
  void row_24_start_project_switch_conflict_end_and_refusal_are_on_record() {
    SessionRef session = POD.resolve(ADA, "recorded", null, null).session();
    POD.resolve(ADA, "recorded", null, null);
    POD.ask(Addresses.SET_PROJECT, new SetProject(session, "one", 0L));
    POD.ask(Addresses.SET_PROJECT, new SetProject(session, "two", 1L));
    assertThatThrownBy(() -> POD.ask(Addresses.SET_PROJECT, new SetProject(session, "three", 1L)))
        .isInstanceOf(Fault.class);
    POD.ask(Addresses.END_SESSION, new EndSession(ADA, "recorded", EndStatus.ABANDONED, "r"));
    POD.ask(Addresses.END_SESSION, new EndSession(ADA, "recorded", EndStatus.COMPLETED, null));
    assertThatThrownBy(() -> POD.resolve(ADA, "recorded", null, null)).isInstanceOf(Fault.class);

    await().until(() -> list(session, null, 50).entries().size() == 6);
    List<AuditPage.Entry> entries = list(session, null, 50).entries();
    assertThat(entries.stream().map(AuditPage.Entry::act))
        .containsExactly(
            "access_refused",
            "session_ended",
            "project_conflict",
            "project_switched",
            "project_set",
            "session_started");
    assertThat(detail(entries.get(1)).getString("status")).isEqualTo("abandoned");
    assertThat(detail(entries.get(2)).getLong("actual_version")).isEqualTo(2);
    assertThat(detail(entries.get(3)).getString("project")).isEqualTo("two");

    AuditPage first = list(session, null, 4);
    assertThat(first.entries()).isEqualTo(entries.subList(0, 4));
    assertThat(list(session, first.next(), 4).entries()).isEqualTo(entries.subList(4, 6));
  }

  @Test
  void row_24_a_refusal_is_the_askers_and_tells_the_owner_nothing() {
    SessionRef session = POD.resolve(ADA, "private", null, null).session();
    for (String id : List.of("private", "private", "absent")) {
      assertThatThrownBy(() -> POD.ask(Addresses.FIND_SESSION, new FindSession(EVE, id)))
          .isInstanceOf(Fault.class);
    }
    await()
        .until(() ->
            DATABASE
                .rows(
                    "SELECT session_id, session_no FROM audit WHERE act = 'access_refused'"
                        + " AND principal = 'eve' ORDER BY session_id")
                .equals(List.of("absent null", "private null")));
    assertThat(list(session, null, 50).entries()).hasSize(1);
    assertThat(list(new SessionRef(session.number(), EVE, "private"), null, 50).entries())
        .isEmpty();
  }

  @Test
  void row_24_the_trail_is_never_rewritten() {
    POD.resolve(ADA, "kept", null, null);
    for (String sql :
        List.of("UPDATE audit SET act = 'x'", "DELETE FROM audit", "TRUNCATE audit")) {
      assertThatThrownBy(() -> DATABASE.execute(sql)).hasMessageContaining("append only");
    }
  }

  private static AuditPage list(SessionRef session, @Nullable Long before, int limit) {
    return POD.ask(Addresses.LIST_AUDIT, new ListAudit(session, before, limit));
  }

  private static JsonObject detail(AuditPage.Entry entry) {
    return new JsonObject(String.valueOf(entry.detail()));
  }
}
