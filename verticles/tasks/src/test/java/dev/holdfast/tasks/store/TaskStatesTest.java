package dev.holdfast.tasks.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTransition;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.testing.TestPostgres;
import dev.holdfast.tasks.task.Ending;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of a task's states is the database's too: every pair of states is tried. */
final class TaskStatesTest {
  private static final PostgresConfig DATABASE = TestPostgres.freshDatabase();

  @Test
  void row_40_the_database_takes_exactly_the_steps_of_the_table() throws SQLException {
    try (Connection connection = TestPostgres.connect(DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO session (tenant, principal, session_id) VALUES ('acme', 'ann', 'states')");
      for (TaskStatus from : TaskStatus.values()) {
        for (TaskStatus to : TaskStatus.values()) {
          statement.execute("DELETE FROM task");
          insert(statement, from);
          boolean taken = takes(statement, to);
          assertThat(taken)
              .as(from + " -> " + to)
              .isEqualTo(from == to || from.next().contains(to));
        }
      }
    }
  }

  @Test
  void row_40_the_database_knows_the_same_names() throws SQLException {
    try (Connection connection = TestPostgres.connect(DATABASE);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                    + " WHERE conrelid = 'task'::regclass AND conname = 'task_status_check'")) {
      assertThat(rows.next()).isTrue();
      Matcher names = Pattern.compile("'([a-z_]+)'").matcher(rows.getString(1));
      Set<String> known = new TreeSet<>();
      while (names.find()) {
        known.add(names.group(1));
      }
      assertThat(known)
          .isEqualTo(
              Arrays.stream(TaskStatus.values())
                  .map(TaskStatus::wire)
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void row_40_every_end_has_its_reasons_and_every_reason_its_end() {
    for (TaskTransition each : TaskTransition.TABLE) {
      assertThat(each.reasons().isEmpty()).as(each.when()).isEqualTo(!each.to().terminal());
      for (TerminationReason reason : each.reasons()) {
        assertThat(new Ending(each.to(), reason, null, null, false).event())
            .isEqualTo(each.event());
      }
    }
    assertThat(
            TaskTransition.TABLE.stream()
                .flatMap(each -> each.reasons().stream())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(TerminationReason.values());
    assertThat(TaskTransition.TABLE.stream().map(each -> each.from() + " " + each.to()).toList())
        .doesNotHaveDuplicates();
  }

  private static void insert(Statement statement, TaskStatus status) throws SQLException {
    statement.execute(
        "INSERT INTO task (task_id, session_no, session_id, tenant, principal, input, agent,"
            + " max_attempts, status, attempt, pod, started_at, finished_at, termination_reason,"
            + " last_seq) SELECT 'tsk_1', session_no, session_id, tenant, principal, '', 'demo', 1,"
            + " '"
            + status.wire()
            + "', 1, 'p', now(), "
            + (status.terminal() ? "now(), 'x', 1" : "NULL, NULL, 0")
            + " FROM session");
  }

  /** With what the CHECK constraints want of a task in that state. */
  private static boolean takes(Statement statement, TaskStatus to) {
    String end = to.terminal() ? "now(), 'x', 1" : "NULL, NULL, 0";
    String sql =
        "UPDATE task SET status = '"
            + to.wire()
            + "', (finished_at, termination_reason, last_seq) = ROW ("
            + end
            + ")";
    try {
      return statement.executeUpdate(sql) == 1;
    } catch (SQLException e) {
      assertThat(e.getMessage()).contains("cannot become " + to.wire());
      return false;
    }
  }
}
