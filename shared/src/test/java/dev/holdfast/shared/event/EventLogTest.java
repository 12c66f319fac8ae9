package dev.holdfast.shared.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EventLogTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static Postgres postgres;

  @BeforeAll
  static void open() throws Exception {
    PostgresConfig config = TestPostgres.freshDatabase();
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO session (tenant, principal, session_id) SELECT 't', 'p', 'ses' || n"
              + " FROM generate_series(1, 9) n");
      statement.execute("INSERT INTO session_log (session_no) SELECT session_no FROM session");
    }
    postgres = Postgres.open(VERTX, config);
  }

  @AfterAll
  static void close() {
    Await.result(postgres.close());
    Await.result(VERTX.close());
  }

  @Test
  void every_statement_is_accepted_by_postgres() {
    for (String sql : EventSql.ALL) {
      Await.result(postgres.inTransaction(c -> c.prepare(sql).mapEmpty()));
    }
  }

  @Test
  void numbers_are_consecutive_when_many_append_at_once_and_some_roll_back() {
    List<Future<List<Event>>> writes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      boolean abort = i % 5 == 0;
      List<NewEvent> batch =
          List.of(event("{\"n\":" + i + "}"), event("{\"n\":" + i + ",\"second\":true}"));
      writes.add(
          postgres.inTransaction(c ->
              EventLog.append(c, 1, batch)
                  .compose(events ->
                      abort
                          ? Future.failedFuture(new IllegalArgumentException("abort"))
                          : Future.succeededFuture(events))));
    }
    Await.result(Future.join(writes).otherwiseEmpty());

    // On a busy machine some get no connection in time: those wrote nothing.
    long written = writes.stream().filter(Future::succeeded).count();
    assertThat(written).isPositive();
    List<Event> log = Await.result(EventLog.read(postgres, 1, 0, 1_000));
    assertThat(log.stream().map(Event::seq))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 2 * written).boxed().toList());
    writes.stream()
        .filter(Future::succeeded)
        .forEach(write -> assertThat(log).containsSubsequence(write.result()));
  }

  @Test
  void a_read_begins_after_the_position_and_keeps_its_limit() {
    for (int i = 0; i < 10; i++) {
      Await.result(postgres.inTransaction(c -> EventLog.append(c, 2, List.of(event("{}")))));
    }
    assertThat(Await.result(EventLog.read(postgres, 2, 7, 100)).stream().map(Event::seq))
        .containsExactly(8L, 9L, 10L);
    assertThat(Await.result(EventLog.read(postgres, 2, 0, 2)).stream().map(Event::seq))
        .containsExactly(1L, 2L);
    assertThat(Await.result(EventLog.heads(postgres, List.of(2L, 3L, 999L))))
        .containsEntry(2L, 10L)
        .containsEntry(3L, 0L)
        .doesNotContainKey(999L);
  }

  @Test
  void a_page_ends_with_the_event_that_passes_its_bytes_and_says_that_there_may_be_more() {
    String data = "{\"text\":\"" + "é".repeat(500) + "\"}"; // 1,011 bytes
    for (int i = 0; i < 5; i++) {
      Await.result(postgres.inTransaction(c -> EventLog.append(c, 4, List.of(event(data)))));
    }
    LogPage first = Await.result(EventLog.page(postgres, 4, 0, 100, 1_012));
    assertThat(first.events().stream().map(Event::seq)).containsExactly(1L, 2L);
    assertThat(first.full()).isTrue();
    assertThat(first.through()).isEqualTo(2);
    assertThat(Await.result(EventLog.page(postgres, 4, 2, 100, 1)).events()).hasSize(1);
    LogPage rest = Await.result(EventLog.page(postgres, 4, 2, 100, 1_000_000));
    assertThat(rest.events()).hasSize(3);
    assertThat(rest.full()).isFalse();
  }

  private static NewEvent event(String data) {
    return new NewEvent(EventType.TASK_PROGRESS, "task", data);
  }
}
