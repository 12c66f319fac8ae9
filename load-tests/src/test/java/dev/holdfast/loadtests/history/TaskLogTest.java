package dev.holdfast.loadtests.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.loadtests.history.TaskLog.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge must see every planted fault and nothing where there is none. */
final class TaskLogTest {
  private static final List<String> ORDER = List.of("a", "b");

  record Told(String type, String task, int attempt, long iteration) {}

  private static Told accepted(String task) {
    return new Told("task.accepted", task, 0, 0);
  }

  private static Told started(String task, int attempt) {
    return new Told("task.started", task, attempt, 0);
  }

  private static Told step(String task, int attempt, long iteration) {
    return new Told("task.progress", task, attempt, iteration);
  }

  private static Told superseded(String task, int attempt) {
    return new Told("task.superseded", task, attempt, 0);
  }

  private static Told ended(String task, int attempt) {
    return new Told("task.completed", task, attempt, 0);
  }

  /** Two tasks, the first of which is tried twice. */
  private static List<Told> good() {
    return List.of(
        accepted("a"),
        started("a", 1),
        step("a", 1, 1),
        accepted("b"),
        superseded("a", 1),
        started("a", 2),
        step("a", 2, 1),
        step("a", 2, 2),
        ended("a", 2),
        started("b", 1),
        ended("b", 1));
  }

  private static List<String> faults(List<Told> told) {
    TaskLog log = new TaskLog("s", ORDER);
    for (int i = 0; i < told.size(); i++) {
      Told each = told.get(i);
      log.take(new Entry(i + 1, each.type(), each.task(), each.attempt(), each.iteration()));
    }
    return log.faults();
  }

  private static List<Told> with(int place, Told planted) {
    List<Told> all = new ArrayList<>(good());
    all.add(place, planted);
    return all;
  }

  private static List<Told> without(int place) {
    List<Told> all = new ArrayList<>(good());
    all.remove(place);
    return all;
  }

  @Test
  void a_log_that_is_right_has_no_fault() {
    assertThat(faults(good())).isEmpty();
  }

  @Test
  void an_event_of_the_session_itself_is_no_fault() {
    assertThat(faults(with(3, new Told("queue.held", "", 0, 0)))).isEmpty();
  }

  @Test
  void an_attempt_that_was_handed_back_may_have_the_same_number_again() {
    List<Told> told =
        List.of(
            accepted("a"),
            started("a", 1),
            step("a", 1, 1),
            superseded("a", 1),
            started("a", 1),
            step("a", 1, 1),
            ended("a", 1),
            accepted("b"),
            started("b", 1),
            ended("b", 1));
    assertThat(faults(told)).isEmpty();
  }

  static Stream<Arguments> plants() {
    return Stream.of(
        Arguments.of("a zombie writes before the next attempt", with(5, step("a", 1, 2))),
        Arguments.of("a zombie writes into the next attempt", with(7, step("a", 1, 2))),
        Arguments.of("a zombie writes after the end", with(9, step("a", 2, 3))),
        Arguments.of("a zombie ends the task again", with(11, ended("a", 1))),
        Arguments.of("a step is there twice", with(8, step("a", 2, 2))),
        Arguments.of("a step is left out", without(6)),
        Arguments.of("two tasks at work", with(8, started("b", 1))),
        Arguments.of("a task begins twice", with(6, started("a", 2))),
        Arguments.of("a task without an end", without(10)),
        Arguments.of("a task that was never accepted", with(3, step("c", 1, 1))),
        Arguments.of("a second acceptance", with(4, accepted("a"))),
        Arguments.of("an attempt with a lower number", with(5, started("a", 0))),
        Arguments.of("a retry of what did not run", with(1, superseded("a", 0))),
        Arguments.of(
            "the wrong order",
            List.of(
                accepted("a"),
                accepted("b"),
                started("b", 1),
                ended("b", 1),
                started("a", 1),
                ended("a", 1))),
        Arguments.of(
            "a task that was answered and is not there",
            List.of(accepted("a"), started("a", 1), ended("a", 1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plants")
  void a_planted_fault_is_seen(String plant, List<Told> told) {
    assertThat(faults(told)).as(plant).isNotEmpty();
  }

  @Test
  void a_gap_and_a_repetition_in_the_numbers_are_seen() {
    TaskLog gap = new TaskLog("s", List.of());
    gap.take(new Entry(1, "queue.held", "", 0, 0));
    gap.take(new Entry(3, "queue.released", "", 0, 0));
    assertThat(gap.faults()).isNotEmpty();
    TaskLog twice = new TaskLog("s", List.of());
    twice.take(new Entry(1, "queue.held", "", 0, 0));
    twice.take(new Entry(1, "queue.released", "", 0, 0));
    assertThat(twice.faults()).isNotEmpty();
  }
}
