package dev.holdfast.loadtests.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.holdfast.loadtests.fault.Fault;
import dev.holdfast.loadtests.fault.Harm;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the trial of the fleet judges by must see every planted defect, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FleetTrialTest {
  private static final String NOW = "2026-01-02T03:04:05Z";

  private final Vertx vertx = Vertx.vertx();
  private final Findings findings = new Findings();

  @AfterAll
  void close() {
    vertx.close();
  }

  private static JsonObject event(long seq, String session, String text) {
    return new JsonObject()
        .put("op", "event")
        .put("seq", seq)
        .put("session_id", session)
        .put("at", NOW)
        .put("data", text);
  }

  private static JsonObject event(long seq) {
    return event(seq, "s", "event " + seq);
  }

  static Stream<Arguments> planted() {
    return Stream.of(
        arguments(List.of(), List.of(event(1), event(2), event(3))),
        arguments(List.of(Breach.LOST), List.of(event(1), event(3))),
        arguments(List.of(Breach.DUPLICATED), List.of(event(1), event(2), event(2), event(3))),
        arguments(
            List.of(Breach.LOST, Breach.REORDERED),
            List.of(event(1), event(3), event(2), event(4))),
        arguments(List.of(Breach.CROSSED), List.of(event(1), event(2, "other", "event 2"))));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void what_came_to_a_watcher_is_judged(List<Breach> expected, List<JsonObject> events) {
    Findings found = new Findings();
    watch(new Contents("s"), events, found);
    assertThat(kinds(found)).containsExactlyElementsOf(expected);
  }

  @Test
  void two_watchers_who_are_told_different_things_are_seen() {
    Contents contents = new Contents("s");
    watch(contents, List.of(event(1)), findings);
    watch(contents, List.of(event(1, "s", "something else")), findings);
    assertThat(kinds(findings)).containsExactly(Breach.CROSSED);
  }

  @Test
  void a_task_that_began_too_often_is_seen_in_its_log_and_from_outside() {
    Findings fine = new Findings();
    FleetTrial.judgeStarts("t", 1, 1, 1, fine);
    FleetTrial.judgeStarts("t", 1, 0, 0, fine);
    FleetTrial.judgeStarts("t", 2, 2, 1, fine);
    assertThat(kinds(fine)).isEmpty();
    Findings logged = new Findings();
    FleetTrial.judgeStarts("t", 1, 2, 0, logged);
    assertThat(kinds(logged)).containsExactly(Breach.DOUBLE_RUN);
    Findings outside = new Findings();
    FleetTrial.judgeStarts("t", 2, 1, 2, outside);
    assertThat(kinds(outside)).containsExactly(Breach.DOUBLE_RUN);
  }

  @Test
  void an_orphan_that_waits_too_long_is_late_unless_nobody_could_take_it() {
    Harm kill = new Harm(Fault.KILL, "pod-1", 1_000, 9_000);
    Harm flush = new Harm(Fault.REDIS_FLUSH, Fault.EVERY, 10_000, 10_001);
    List<Harm> harms = List.of(kill, flush);
    Findings found = new Findings();
    Rescues.judge("pod-1", 500, 12_000, harms, found);
    Rescues.judge("pod-2", 500, 99_000, harms, found);
    assertThat(found.lateness()).isZero();
    Rescues.judge("pod-1", 500, 16_001, harms, found);
    assertThat(found.lateness()).isEqualTo(1);
    Harm away = new Harm(Fault.POSTGRES_KILL, Fault.EVERY, 10_000, 14_000);
    Rescues.judge("pod-1", 500, 20_000, List.of(kill, away), found);
    assertThat(found.lateness()).isEqualTo(1);
  }

  private void watch(Contents contents, List<JsonObject> events, Findings found) {
    Course nowhere =
        last -> {
          throw new IllegalStateException("it does not connect");
        };
    Road none = (pod, after, bytes, event, gone) -> gone.run();
    Follower follower = new Follower(vertx, none, nowhere, contents, found);
    events.forEach(follower::take);
  }

  private static List<Breach> kinds(Findings found) {
    return Stream.of(Breach.values()).filter(breach -> found.breaches(breach) > 0).toList();
  }
}
