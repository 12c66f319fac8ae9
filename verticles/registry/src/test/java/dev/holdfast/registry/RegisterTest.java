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
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.Archival;
import dev.holdfast.shared.message.ArchiveProject;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.ChangeProject;
import dev.holdfast.shared.message.DescribeProject;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.ListProjectAudit;
import dev.holdfast.shared.message.ListProjects;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.ProjectPage;
import dev.holdfast.shared.message.ProjectRecord;
import dev.holdfast.shared.message.ProjectStatus;
import dev.holdfast.shared.message.ReadEntries;
import dev.holdfast.shared.message.RegisterProject;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RegisterTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal EVE = new Principal("acme", "eve");
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
  void row_25_a_project_is_registered_once_and_read_on_every_pod() {
    ProjectRecord made = register(ADA, "register", "The register", List.of("a", "b"));
    assertThat(made.status()).isEqualTo(ProjectStatus.ACTIVE);
    assertThat(made.version()).isEqualTo(1);
    assertThat(made.tags()).containsExactly("a", "b");
    assertThat(TWO.ask(Addresses.DESCRIBE_PROJECT, new DescribeProject(ADA, "register")))
        .isEqualTo(made);
    assertFault(() -> register(ADA, "register", null, List.of()), ErrorCode.PROJECT_EXISTS);
    assertFault(
        () -> ONE.ask(Addresses.DESCRIBE_PROJECT, new DescribeProject(EVE, "register")),
        ErrorCode.UNKNOWN_PROJECT);
    assertThat(register(EVE, "register", null, List.of()).title()).isNull();
  }

  @Test
  void row_25_a_list_is_filtered_and_paged() {
    Principal lister = new Principal("acme", "lister");
    for (int i = 1; i <= 5; i++) {
      register(lister, "shop-" + i, null, i % 2 == 0 ? List.of("even") : List.of());
    }
    register(lister, "other", "shop of others", List.of("even"));
    change(lister, "shop-3", null, null, ProjectStatus.PAUSED, null);

    ProjectPage first = list(lister, null, null, "shop", null, 4);
    assertThat(names(first)).containsExactly("other", "shop-5", "shop-4", "shop-3");
    ProjectPage last = list(lister, null, null, "shop", first.next(), 4);
    assertThat(names(last)).containsExactly("shop-2", "shop-1");
    assertThat(last.next()).isNull();
    assertThat(names(list(lister, ProjectStatus.PAUSED, null, null, null, 9)))
        .containsExactly("shop-3");
    assertThat(names(list(lister, null, "even", "shop-", null, 9)))
        .containsExactly("shop-4", "shop-2");
    assertThat(list(new Principal("other", "lister"), null, null, null, null, 9).projects())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ProjectStatus.class)
  void row_25_a_status_becomes_only_what_its_table_says(ProjectStatus from) {
    for (ProjectStatus to : ProjectStatus.values()) {
      String project = "from-" + from.wire() + "-to-" + to.wire();
      register(ADA, project, null, List.of());
      bring(project, from);
      if (to == ProjectStatus.ARCHIVED) {
        assertFault(() -> change(ADA, project, null, null, to, null), ErrorCode.INVALID_FIELD);
      } else if (from == to && from != ProjectStatus.ARCHIVED) {
        assertThat(change(ADA, project, null, null, to, null).status()).isEqualTo(to);
      } else if (from.next().contains(to)) {
        ProjectRecord now = change(ADA, project, null, null, to, null);
        assertThat(now.status()).isEqualTo(to);
        assertThat(now.archivedAt()).isNull();
      } else {
        assertFault(() -> change(ADA, project, null, null, to, null), ErrorCode.STATUS_CONFLICT);
      }
    }
  }

  @Test
  void row_25_of_many_changes_that_expect_the_same_version_exactly_one_wins() {
    register(ADA, "raced", null, List.of());
    List<Future<ProjectRecord>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(
          (i % 2 == 0 ? ONE : TWO)
              .request(
                  Addresses.CHANGE_PROJECT,
                  new ChangeProject(ADA, "raced", "title " + i, null, null, 1L)));
    }
    Await.result(Future.join(answers).otherwiseEmpty());

    List<ProjectRecord> winners =
        answers.stream().filter(Future::succeeded).map(Future::result).toList();
    assertThat(winners).hasSize(1);
    assertThat(winners.getFirst().version()).isEqualTo(2);
    assertThat(ONE.ask(Addresses.DESCRIBE_PROJECT, new DescribeProject(ADA, "raced")))
        .isEqualTo(winners.getFirst());
    assertThat(answers.stream().filter(Future::failed).map(f -> Fault.of(f.cause()).code()))
        .hasSize(19)
        .containsOnly(ErrorCode.VERSION_CONFLICT);
  }

  @Test
  void row_25_archiving_asks_for_what_its_dry_run_answered() {
    SessionRef session = bound("archiver", "doomed");
    append(session, "one");
    Archival planned = archive("doomed", null);
    assertThat(planned.liveSessions()).isEqualTo(1);
    assertThat(planned.entries()).isEqualTo(1);
    assertThat(planned.archivedAt()).isNull();
    String stale = confirm(planned);
    bound("archiver-2", "doomed");

    String actual = confirm(archive("doomed", null));
    assertThat(actual).isNotEqualTo(stale);
    for (String wrong : List.of(stale, "guessed")) {
      assertThatThrownBy(() -> archive("doomed", wrong))
          .isInstanceOfSatisfying(
              Fault.class,
              fault -> {
                assertThat(fault.code()).isEqualTo(ErrorCode.VERSION_CONFLICT);
                assertThat(fault.detail()).contains(actual);
              });
    }
    Archival done = archive("doomed", actual);
    assertThat(done.archivedAt()).isNotNull();
    assertThat(done.version()).isEqualTo(2);
    assertFault(() -> archive("doomed", actual), ErrorCode.VERSION_CONFLICT);
    assertThat(archive("doomed", null).confirm()).isNull();
  }

  @Test
  void row_25_an_archived_project_refuses_bindings_and_entries_and_stays_readable() {
    SessionRef session = bound("archived", "closed");
    append(session, "before");
    archive("closed", confirm(archive("closed", null)));

    for (Runnable act :
        List.<Runnable>of(() -> bound("late", "closed"), () -> append(session, "after"))) {
      assertThatThrownBy(act::run)
          .isInstanceOfSatisfying(
              Fault.class,
              fault -> {
                assertThat(fault.code()).isEqualTo(ErrorCode.PROJECT_ARCHIVED);
                assertThat(fault.detail()).contains("PATCH /api/projects/", "set_project");
              });
    }
    assertThat(
            TWO.ask(Addresses.READ_ENTRIES, new ReadEntries(session, JournalLog.MAIN, null, null))
                .entries())
        .hasSize(1);

    change(ADA, "closed", null, null, ProjectStatus.ACTIVE, 2L);
    append(session, "again");
  }

  @Test
  void row_25_no_entry_and_no_binding_slips_in_beside_an_archiving() {
    SessionRef session = bound("racer", "closing");
    String confirm = confirm(archive("closing", null));
    List<Future<?>> appends = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      appends.add(
          TWO.request(Addresses.APPEND_ENTRIES, new AppendEntries(session, List.of(note("m")))));
    }
    Await.result(appends.getFirst());
    Archival done = archive("closing", confirm);
    Await.result(Future.join(appends).otherwiseEmpty());

    assertThat(appends.stream().filter(Future::succeeded).count()).isEqualTo(done.entries());
    assertThat(archive("closing", null).entries()).isEqualTo(done.entries());
  }

  @Test
  void row_25_what_is_done_to_a_project_is_on_record() {
    bound("auditor", "audited");
    change(ADA, "audited", "Title", List.of("t"), null, 1L);
    archive("audited", confirm(archive("audited", null)));

    AuditPage page = audit(ADA, "audited", null, 2);
    assertThat(acts(page)).containsExactly("project_archived", "project_changed");
    assertThat(page.entries().getFirst().detail()).contains("\"live_sessions\" : 1");
    AuditPage rest = audit(ADA, "audited", page.next(), 2);
    assertThat(acts(rest)).containsExactly("project_created");
    assertThat(rest.entries().getFirst().detail()).contains("set_project");
    assertFault(() -> audit(EVE, "audited", null, 2), ErrorCode.UNKNOWN_PROJECT);
    assertThatThrownBy(() -> DATABASE.execute("DELETE FROM project_audit"))
        .hasMessageContaining("append only");
  }

  @Test
  void row_25_a_principal_has_no_more_projects_than_are_configured() {
    TestPod narrow =
        TestPod.start("pod-3", TestConfigs.withProjectsMax(CONFIG, 2), DATABASE.config());
    Principal owner = new Principal("acme", "collector");
    for (String project : List.of("first", "second")) {
      narrow.ask(Addresses.REGISTER_PROJECT, new RegisterProject(owner, project, null, List.of()));
    }
    assertFault(
        () ->
            narrow.ask(
                Addresses.REGISTER_PROJECT, new RegisterProject(owner, "third", null, List.of())),
        ErrorCode.TOO_MANY_REQUESTS);
    SessionRef session = narrow.resolve(owner, "collecting", null, null).session();
    assertFault(
        () -> narrow.ask(Addresses.SET_PROJECT, new SetProject(session, "third", null)),
        ErrorCode.TOO_MANY_REQUESTS);
    narrow.ask(Addresses.SET_PROJECT, new SetProject(session, "second", null));
    narrow.close();
  }

  private static void bring(String project, ProjectStatus to) {
    switch (to) {
      case ACTIVE -> {}
      case PAUSED, COMPLETED -> change(ADA, project, null, null, to, null);
      case ARCHIVED -> archive(project, confirm(archive(project, null)));
    }
  }

  private static ProjectRecord register(
      Principal owner, String project, @Nullable String title, List<String> tags) {
    return ONE.ask(Addresses.REGISTER_PROJECT, new RegisterProject(owner, project, title, tags));
  }

  private static ProjectRecord change(
      Principal owner,
      String project,
      @Nullable String title,
      @Nullable List<String> tags,
      @Nullable ProjectStatus status,
      @Nullable Long expected) {
    return TWO.ask(
        Addresses.CHANGE_PROJECT, new ChangeProject(owner, project, title, tags, status, expected));
  }

  private static ProjectPage list(
      Principal owner,
      @Nullable ProjectStatus status,
      @Nullable String tag,
      @Nullable String prefix,
      @Nullable Long before,
      int limit) {
    return ONE.ask(
        Addresses.LIST_PROJECTS, new ListProjects(owner, status, tag, prefix, before, limit));
  }

  private static List<String> names(ProjectPage page) {
    return page.projects().stream().map(ProjectRecord::project).toList();
  }

  private static Archival archive(String project, @Nullable String confirm) {
    return ONE.ask(Addresses.ARCHIVE_PROJECT, new ArchiveProject(ADA, project, confirm));
  }

  private static String confirm(Archival planned) {
    String confirm = planned.confirm();
    if (confirm == null) {
      throw new AssertionError("nothing to be confirmed");
    }
    return confirm;
  }

  private static AuditPage audit(
      Principal owner, String project, @Nullable Long before, int limit) {
    return ONE.ask(
        Addresses.LIST_PROJECT_AUDIT, new ListProjectAudit(owner, project, before, limit));
  }

  private static List<String> acts(AuditPage page) {
    return page.entries().stream().map(AuditPage.Entry::act).toList();
  }

  private static SessionRef bound(String id, String project) {
    SessionRef session = ONE.resolve(ADA, id, null, null).session();
    TWO.ask(Addresses.SET_PROJECT, new SetProject(session, project, null));
    return session;
  }

  private static void append(SessionRef session, String... messages) {
    ONE.ask(
        Addresses.APPEND_ENTRIES,
        new AppendEntries(
            session,
            IntStream.range(0, messages.length).mapToObj(i -> note(messages[i])).toList()));
  }

  private static NewEntry note(String message) {
    return new NewEntry(
        message, null, null, "{}", List.of(), EntryPriority.LOW, null, EntryType.NOTE, null);
  }

  private static void assertFault(Runnable act, ErrorCode code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
