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
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ProjectTest {
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
  void row_19_the_very_next_call_on_any_pod_reads_the_project_that_was_set() {
    SessionRef session = session("row19");
    for (int i = 1; i <= 20; i++) {
      ProjectBinding set = set(i % 2 == 0 ? ONE : TWO, session, "project-" + i, null);
      assertThat(set.version()).isEqualTo(i);
      assertThat(set.boundAt()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
      assertThat(get(ONE, session)).isEqualTo(set);
      assertThat(get(TWO, session)).isEqualTo(set);
    }
  }

  @Test
  void row_20_agents_on_different_projects_never_see_each_other() {
    List<Future<ProjectBinding>> answers = new ArrayList<>();
    for (int agent = 0; agent < 100; agent++) {
      SessionRef session = session("row20-" + agent);
      TestPod other = agent % 2 == 0 ? TWO : ONE;
      answers.add(
          ONE.request(Addresses.SET_PROJECT, new SetProject(session, "project-" + agent, null))
              .compose(set -> other.request(Addresses.GET_PROJECT, new GetProject(session))));
    }
    Await.result(Future.all(answers));

    for (int agent = 0; agent < answers.size(); agent++) {
      assertThat(answers.get(agent).result().project()).isEqualTo("project-" + agent);
    }
  }

  @Test
  void row_21_an_unbound_session_is_told_the_remedy_whatever_others_have_bound() {
    set(ONE, session("row21-other"), "somebody-elses", null);

    assertThatThrownBy(() -> get(ONE, session("row21")))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.PROJECT_UNBOUND);
              assertThat(fault.detail())
                  .contains("set_project", "PUT /api/sessions/{id}/project")
                  .doesNotContain("somebody-elses");
            });
  }

  @Test
  void row_22_another_version_than_the_expected_one_is_a_conflict_that_names_the_actual() {
    SessionRef session = session("row22");
    assertThat(set(ONE, session, "a", 0L).version()).isEqualTo(1);
    assertThat(set(TWO, session, "b", 1L).version()).isEqualTo(2);

    assertThatThrownBy(() -> set(ONE, session, "c", 1L))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.VERSION_CONFLICT);
              assertThat(fault.detail()).contains("1").contains("2");
            });
    assertFault(() -> set(ONE, session, "c", 0L), ErrorCode.VERSION_CONFLICT);
    assertFault(() -> set(ONE, session("row22-unbound"), "c", 1L), ErrorCode.VERSION_CONFLICT);
    assertThat(get(TWO, session).project()).isEqualTo("b");
  }

  @Test
  void row_22_of_many_who_expect_the_same_version_one_wins() {
    for (String id : List.of("row22-race-unbound", "row22-race-bound")) {
      SessionRef session = session(id);
      long expected = id.endsWith("-bound") ? set(ONE, session, "before", null).version() : 0;
      List<Future<ProjectBinding>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(
            (i % 2 == 0 ? ONE : TWO)
                .request(Addresses.SET_PROJECT, new SetProject(session, "project-" + i, expected)));
      }
      Await.result(Future.join(answers).otherwiseEmpty());

      List<ProjectBinding> winners =
          answers.stream().filter(Future::succeeded).map(Future::result).toList();
      assertThat(winners).hasSize(1);
      assertThat(get(ONE, session)).isEqualTo(winners.getFirst());
    }
  }

  @Test
  void changes_that_expect_nothing_are_all_made_one_after_the_other() {
    SessionRef session = session("unconditional");
    List<Future<ProjectBinding>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.add(
          (i % 2 == 0 ? ONE : TWO)
              .request(Addresses.SET_PROJECT, new SetProject(session, "project-" + i, null)));
    }
    Await.result(Future.all(answers));

    assertThat(answers.stream().map(f -> f.result().version()))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
  }

  @Test
  void a_project_has_1_to_200_characters() {
    SessionRef session = session("length");
    assertThat(set(ONE, session, "x", null).project()).isEqualTo("x");
    String longest = "\uD83D\uDE80".repeat(200);
    assertThat(set(ONE, session, longest, null).project()).isEqualTo(longest);
    for (String invalid : List.of("", "x".repeat(201), "a\u0000b")) {
      assertFault(() -> set(ONE, session, invalid, null), ErrorCode.INVALID_FIELD);
    }
  }

  @Test
  void a_reference_under_another_owner_reads_and_writes_nothing() {
    SessionRef session = session("owned");
    set(ONE, session, "mine", null);
    SessionRef stolen =
        new SessionRef(session.number(), new Principal("acme", "eve"), session.id());

    assertFault(() -> get(ONE, stolen), ErrorCode.UNKNOWN_SESSION);
    assertFault(() -> set(ONE, stolen, "hers", null), ErrorCode.UNKNOWN_SESSION);
    assertThat(get(ONE, session).project()).isEqualTo("mine");
  }

  @Test
  void an_ended_session_keeps_its_project() {
    SessionRef session = session("ended");
    set(ONE, session, "last", null);
    DATABASE.execute("UPDATE session SET ended_at = now() WHERE session_no = ?", session.number());

    assertFault(() -> set(ONE, session, "later", null), ErrorCode.SESSION_ENDED);
    assertThat(get(ONE, session).project()).isEqualTo("last");
  }

  private static SessionRef session(String id) {
    return ONE.resolve(ADA, id, null, null).session();
  }

  private static ProjectBinding set(
      TestPod pod, SessionRef session, String project, @Nullable Long expected) {
    return pod.ask(Addresses.SET_PROJECT, new SetProject(session, project, expected));
  }

  private static ProjectBinding get(TestPod pod, SessionRef session) {
    return pod.ask(Addresses.GET_PROJECT, new GetProject(session));
  }

  private static void assertFault(Runnable act, ErrorCode code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
