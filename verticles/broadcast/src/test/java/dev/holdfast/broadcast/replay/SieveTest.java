package dev.holdfast.broadcast.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.message.EventFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SieveTest {
  private static final EventFilter TASK_A = new EventFilter("a", Set.of());

  @Test
  void each_hole_is_a_gap_before_the_event_that_follows_it_and_at_the_end() {
    assertThat(
            told(
                EventFilter.NONE,
                page(0, 9, false, accepted(3, "a"), done(6, "a"), output(7, "b"))))
        .containsExactly("gap 1-2", "3", "gap 4-5", "6", "7", "gap 8-9");
  }

  @Test
  void a_full_page_says_nothing_of_what_is_after_it() {
    assertThat(told(EventFilter.NONE, page(0, 9, true, accepted(1, "a"), accepted(4, "b"))))
        .containsExactly("1", "gap 2-3", "4");
  }

  @Test
  void a_whole_log_has_no_gap() {
    assertThat(told(EventFilter.NONE, page(0, 0, false, accepted(1, "a"), output(2, "a"))))
        .containsExactly("1", "2");
    assertThat(told(EventFilter.NONE, page(7, 5, false))).isEmpty();
  }

  @Test
  void what_was_trimmed_before_a_tasks_first_event_is_no_gap_of_it() {
    assertThat(
            told(
                TASK_A,
                page(0, 8, true, accepted(4, "b"), done(7, "b")),
                page(7, 8, false, accepted(9, "a"), output(10, "a"))))
        .containsExactly("9", "10");
  }

  @Test
  void what_was_trimmed_between_a_tasks_events_is_a_gap_told_with_the_next_of_them() {
    assertThat(
            told(
                TASK_A,
                page(0, 9, true, accepted(2, "a"), accepted(5, "b")),
                page(5, 9, false, done(8, "a"), done(9, "b"))))
        .containsExactly("2", "gap 3-7", "8");
    assertThat(told(TASK_A, page(3, 9, false, accepted(5, "b"), done(8, "a"))))
        .containsExactly("gap 4-7", "8");
  }

  @Test
  void types_that_are_never_trimmed_have_no_gaps() {
    EventFilter ends =
        new EventFilter(null, Set.of(EventType.TASK_COMPLETED, EventType.TASK_FAILED));
    assertThat(told(ends, page(0, 9, false, accepted(2, "a"), done(6, "a")))).containsExactly("6");
  }

  @Test
  void between_events_of_other_types_gaps_are_told_as_one() {
    EventFilter said = new EventFilter(null, Set.of(EventType.TASK_OUTPUT));
    assertThat(told(said, page(0, 9, false, accepted(2, "a"), done(6, "a"), output(10, "b"))))
        .containsExactly("gap 1-9", "10");
    assertThat(told(said, page(0, 9, false, accepted(2, "a")))).containsExactly("gap 1-9");
  }

  @Test
  void row_54_how_a_followed_task_ended_comes_whatever_types_are_wanted() {
    EventFilter said = new EventFilter("a", Set.of(EventType.TASK_OUTPUT));
    assertThat(
            told(
                said,
                page(
                    0,
                    0,
                    false,
                    accepted(1, "a"),
                    output(2, "b"),
                    output(3, "a"),
                    done(4, "b"),
                    done(5, "a"))))
        .containsExactly("3", "5");
  }

  private static List<String> told(EventFilter filter, LogPage... pages) {
    Sieve sieve = new Sieve(filter);
    List<String> told = new ArrayList<>();
    for (LogPage page : pages) {
      for (Sieve.Portion portion : sieve.take(page)) {
        portion.gap().map(SieveTest::shown).ifPresent(told::add);
        portion.events().forEach(event -> told.add("" + event.seq()));
      }
    }
    return told;
  }

  private static String shown(Gap gap) {
    return "gap " + gap.from() + "-" + gap.to();
  }

  private static LogPage page(long after, long floor, boolean full, Event... events) {
    return new LogPage(after, List.of(events), full, 100, floor);
  }

  private static Event accepted(long seq, String task) {
    return event(seq, EventType.TASK_ACCEPTED, task);
  }

  private static Event output(long seq, String task) {
    return event(seq, EventType.TASK_OUTPUT, task);
  }

  private static Event done(long seq, String task) {
    return event(seq, EventType.TASK_COMPLETED, task);
  }

  private static Event event(long seq, EventType type, @Nullable String task) {
    return new Event(seq, type, task, "2026-01-02T03:04:05.000006Z", "{}");
  }
}
