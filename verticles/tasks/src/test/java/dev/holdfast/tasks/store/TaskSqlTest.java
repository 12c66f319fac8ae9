package dev.holdfast.tasks.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Vertx;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TaskSqlTest {
  @Test
  void every_statement_is_accepted_by_postgres() {
    PostgresConfig config = TestPostgres.freshDatabase();
    Vertx vertx = Vertx.vertx();
    Postgres postgres = Postgres.open(vertx, config);
    for (String sql :
        Stream.of(
                CallSql.ALL,
                LoadSql.ALL,
                MessageSql.ALL,
                TaskSql.ALL,
                PodSql.ALL,
                InputSql.ALL,
                QueueSql.ALL,
                EndedSql.ALL,
                WorkSql.ALL,
                UsageSql.ALL,
                ClaimSql.ALL,
                RoomSql.ALL,
                ListSql.ALL,
                DeadLetterSql.ALL,
                LineageSql.ALL,
                DependencySql.ALL,
                SummarySql.ALL,
                RollSql.ALL,
                SnapshotSql.ALL)
            .flatMap(List::stream)
            .toList()) {
      Await.result(postgres.inTransaction(c -> c.prepare(sql).mapEmpty()));
    }
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  @Test
  void no_statement_is_left_out_of_the_list() {
    long constants =
        Arrays.stream(TaskSql.class.getDeclaredFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .filter(field -> field.getType().equals(String.class))
            .count();
    assertThat(TaskSql.ALL).hasSize((int) constants).doesNotHaveDuplicates();
  }

  @Test
  void nothing_follows_a_terminal_state_and_every_state_but_the_first_follows_another() {
    for (TaskStatus status : TaskStatus.values()) {
      assertThat(status.terminal())
          .isEqualTo(
              status == TaskStatus.COMPLETED
                  || status == TaskStatus.FAILED
                  || status == TaskStatus.CANCELLED);
      assertThat(Arrays.stream(TaskStatus.values()).anyMatch(s -> s.next().contains(status)))
          .isTrue();
      assertThat(TaskStatus.ofWire(status.wire())).isEqualTo(status);
    }
  }
}
