package dev.holdfast.broadcast.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.broadcast.store.RetentionSql;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.EventPage;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TrimmerTest {
  private final History history = new History();

  @AfterEach
  void close() {
    history.close();
  }

  @Test
  void every_statement_is_accepted_by_postgres() {
    for (String sql : RetentionSql.ALL) {
      Await.result(history.postgres.inTransaction(c -> c.prepare(sql).mapEmpty()));
    }
  }

  @Test
  void row_61_of_a_long_history_the_newest_events_stay_and_how_tasks_began_and_ended() {
    history.ended(1, "a", 3); // 1-5
    history.ended(1, "b", 3); // 6-10
    history.append(1, new NewEvent(EventType.QUEUE_HELD, null, "{}"));
    history.ended(6, "of-another", 3);
    history.trim(4, 3);
    assertThat(history.left(1)).containsExactly(1L, 5L, 6L, 8L, 9L, 10L, 11L);
    LogPage page = history.page(1);
    assertThat(page.floor()).isEqualTo(7);
    assertThat(page.head()).isEqualTo(11);
    assertThat(history.left(6)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(history.append(1, new NewEvent(EventType.QUEUE_RELEASED, null, "{}")).getFirst())
        .satisfies(event -> assertThat(event.seq()).isEqualTo(12));
  }

  @Test
  void row_61_what_is_too_old_goes_by_the_databases_clock() {
    history.ended(2, "a", 2);
    history.execute("UPDATE session_event SET at = at - interval '2 hours'");
    history.ended(2, "b", 2);
    Await.result(history.trimmer(1_000, 3_600, 100).runOnce());
    assertThat(history.left(2)).containsExactly(1L, 4L, 5L, 6L, 7L, 8L);
    assertThat(history.page(2).floor()).isEqualTo(4);
  }

  @Test
  void of_a_task_that_has_not_ended_nothing_goes_nor_what_is_after_its_first_event() {
    history.ended(1, "a", 2); // 1-4
    history.accepted(1, "b"); // 5
    history.outputs(1, "b", 3);
    history.ended(1, "c", 3);
    history.trim(1, 100);
    assertThat(history.page(1).floor()).isEqualTo(4);
    assertThat(history.left(1).subList(0, 4)).containsExactly(1L, 4L, 5L, 6L);
  }

  @Test
  void row_61_a_history_of_which_nothing_is_left_is_a_gap_to_its_end() {
    history.outputs(3, "of-a-parent", 5);
    history.execute("UPDATE session_event SET at = at - interval '2 hours'");
    Await.result(history.trimmer(1_000, 3_600, 100).runOnce());
    assertThat(history.left(3)).isEmpty();
    EventPage page = history.read(3, 2, null, 10);
    assertThat(page.gaps()).containsExactly(new Gap(3, 5));
    assertThat(page.next()).isEqualTo(5);
    history.watch(1, 3, null, 0);
    history.awaitSeen(1, "gap 1-5");
    history.outputs(3, "x", 1);
    history.awaitSeen(1, "gap 1-5", "6");
  }

  @Test
  void row_58_who_begins_at_the_start_is_told_each_gap_where_it_is() {
    history.ended(1, "a", 3); // 1-5
    history.ended(1, "b", 3); // 6-10
    history.trim(2, 4);
    history.watch(1, 1, null, 0);
    history.awaitSeen(1, "1", "gap 2-4", "5", "6", "gap 7-8", "9", "10");
    history.watch(2, 1, null, 8);
    history.awaitSeen(2, "9", "10");
    history.watch(3, 1, "b", 0);
    history.awaitSeen(3, "6", "gap 7-8", "9", "10");
  }

  @Test
  void a_reader_of_pages_sees_what_a_watcher_sees() {
    history.ended(1, "a", 30); // 1-32
    history.ended(1, "b", 3); // 33-37
    history.trim(2, 5);
    EventPage first = history.read(1, 0, null, 2);
    assertThat(first.events()).extracting(event -> event.seq()).containsExactly(1L, 32L);
    assertThat(first.gaps()).containsExactly(new Gap(2, 31));
    assertThat(first.next()).isEqualTo(32);
    assertThat(first.floor()).isEqualTo(35);
    EventPage rest = history.read(1, first.next(), null, 10);
    assertThat(rest.events()).extracting(event -> event.seq()).containsExactly(33L, 36L, 37L);
    assertThat(rest.gaps()).containsExactly(new Gap(34, 35));
    EventPage ofTask = history.read(1, 0, "b", 10);
    assertThat(ofTask.gaps()).containsExactly(new Gap(34, 35));
    assertThat(ofTask.next()).isEqualTo(37);
    assertThat(history.read(1, 0, "none", 10).gaps()).isEmpty();
  }

  @Test
  void row_60_a_slow_watcher_that_trimming_overtakes_gets_the_gap_and_the_terminal_event() {
    history.accepted(1, "a");
    history.watch(1, 1, null, 0);
    history.awaitSeen(1, "1");
    history.bus.tell(Addresses.FLOW, new Flow(1, true));
    history.outputs(1, "a", 8); // 2-9
    history.append(1, new NewEvent(EventType.TASK_COMPLETED, "a", "{}"));
    history.execute(
        "UPDATE task SET status = 'cancelled', termination_reason = 'user_cancelled',"
            + " finished_at = now(), last_seq = 10");
    history.outputs(1, "b", 3);
    history.trim(1, 4);
    assertThat(history.seen(1)).containsExactly("1");
    history.bus.tell(Addresses.FLOW, new Flow(1, false));
    history.awaitSeen(1, "1", "gap 2-9", "10", "gap 11-12", "13");
  }

  /** Two pods trim while somebody writes: nobody waits, and no number is lost without a word. */
  @Test
  void row_61_while_several_trim_and_one_writes_every_number_is_told_or_in_a_gap() {
    history.watch(1, 1, null, 0);
    List<Future<Void>> rounds = new ArrayList<>();
    Trimmer one = history.trimmer(20, 1_000_000, 7);
    Trimmer two = history.trimmer(20, 1_000_000, 7);
    for (int task = 0; task < 25; task++) {
      history.ended(1, "t" + task, 6);
      rounds.add(one.runOnce());
      rounds.add(two.runOnce());
    }
    rounds.forEach(Await::result);
    history.watch(2, 1, null, 0);
    for (long watcher : List.of(1L, 2L)) {
      Awaitility.await().until(() -> numbers(history.seen(watcher)).size() >= 200);
      assertThat(numbers(history.seen(watcher)))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
    }
    assertThat(history.seen(2)).anyMatch(told -> told.startsWith("gap"));
    assertThat(history.left(1)).contains(1L, 8L, 9L, 16L);
    assertThat(history.page(1).floor()).isGreaterThanOrEqualTo(150);
  }

  /** Those that were told, one by one or as a gap. */
  private static List<Long> numbers(List<String> told) {
    List<Long> numbers = new ArrayList<>();
    for (String each : told) {
      if (each.startsWith("gap ")) {
        String[] ends = each.substring(4).split("-", -1);
        LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[1]))
            .forEach(numbers::add);
      } else {
        numbers.add(Long.parseLong(each));
      }
    }
    return numbers;
  }
}
