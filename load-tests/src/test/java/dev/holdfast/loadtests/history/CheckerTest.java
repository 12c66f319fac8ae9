package dev.holdfast.loadtests.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker must see every planted fault and nothing where there is none. */
final class CheckerTest {
  private static final long STALE = 50;

  private static Operation at(long called, long answered, Seen seen) {
    return new Operation(seen, called, answered);
  }

  private static Seen made(String session) {
    return new Seen.Resolved(session, true);
  }

  private static Seen found(String session) {
    return new Seen.Resolved(session, false);
  }

  private static Seen ended(String session) {
    return new Seen.Ended(session);
  }

  private static Seen live(String session) {
    return new Seen.ReadLive(session);
  }

  private static final Seen UNKNOWN = new Seen.ResolveUnknown();

  private static Arguments history(String name, Operation... operations) {
    return Arguments.of(name, List.of(operations));
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        history("split brain", at(0, 10, made("a")), at(20, 30, made("b"))),
        history("split brain, side by side", at(0, 10, made("a")), at(0, 10, made("b"))),
        history("two winners", at(0, 10, made("a")), at(5, 15, made("a"))),
        history("lost create", at(0, 10, made("a")), at(20, 30, new Seen.Lost("a"))),
        history("lost create, made anew", at(0, 10, made("a")), at(20, 30, found("b"))),
        history(
            "resurrected id",
            at(0, 10, made("a")),
            at(20, 30, ended("a")),
            at(40, 50, made("b")),
            at(60, 70, ended("b")),
            at(80, 90, made("a"))),
        history(
            "resurrected record",
            at(0, 10, made("a")),
            at(20, 30, new Seen.ReadEnded("a")),
            at(20, 31, ended("a")),
            at(40, 50, live("a"))),
        history(
            "stale beyond the promise",
            at(0, 10, made("a")),
            at(20, 30, ended("a")),
            at(81, 90, found("a"))),
        history(
            "stale beyond the promise, the end never acknowledged but read",
            at(0, 10, made("a")),
            at(20, 30, new Seen.EndUnknown("a")),
            at(31, 35, new Seen.ReadEnded("a")),
            at(86, 90, found("a"))),
        history(
            "a write after the end",
            at(0, 10, made("a")),
            at(20, 30, ended("a")),
            at(31, 35, new Seen.Wrote("a"))),
        history(
            "a refused write before any end",
            at(0, 10, made("a")),
            at(20, 30, new Seen.WriteRefused("a")),
            at(40, 50, ended("a"))),
        history(
            "a read of the record is never stale",
            at(0, 10, made("a")),
            at(20, 30, ended("a")),
            at(31, 35, live("a"))),
        history("found before it was made", at(0, 10, found("a")), at(20, 30, made("a"))),
        history(
            "real-time order of two new sessions",
            at(0, 10, made("a")),
            at(20, 30, ended("a")),
            at(40, 50, found("c")),
            at(60, 70, made("c"))),
        history("found with nobody who made it", at(0, 10, found("a"))),
        history(
            "one unknown create explains one id, not two",
            at(0, 10, UNKNOWN),
            at(20, 30, found("a")),
            at(40, 50, found("b"))),
        history(
            "an unknown end explains no second session while the first is read live",
            at(0, 10, made("a")),
            at(20, 30, new Seen.EndUnknown("a")),
            at(40, 50, made("b")),
            at(60, 70, live("a"))));
  }

  static Stream<Arguments> good() {
    return Stream.of(
        history("nothing"),
        history("made and found", at(0, 10, made("a")), at(20, 30, found("a"))),
        history(
            "found by one who was answered before the maker",
            at(0, 100, made("a")),
            at(10, 20, found("a")),
            at(12, 25, found("a"))),
        history(
            "made anew after the end",
            at(0, 10, made("a")),
            at(20, 30, ended("a")),
            at(40, 50, made("b")),
            at(60, 70, found("b"))),
        history(
            "an end that is repeated",
            at(0, 10, made("a")),
            at(20, 30, ended("a")),
            at(31, 35, ended("a")),
            at(36, 40, made("b")),
            at(41, 45, ended("a"))),
        history(
            "stale within the promise, beside its successor",
            at(0, 10, made("a")),
            at(20, 30, ended("a")),
            at(40, 50, made("b")),
            at(80, 120, found("a")),
            at(85, 90, found("b"))),
        history(
            "an unknown create that took effect",
            at(0, 10, UNKNOWN),
            at(20, 30, found("a")),
            at(40, 50, found("a"))),
        history(
            "an unknown create that takes effect after an end",
            at(0, 10, made("a")),
            at(5, 6, UNKNOWN),
            at(20, 30, ended("a")),
            at(40, 50, found("b"))),
        history(
            "an unknown create that never took effect", at(0, 10, UNKNOWN), at(20, 30, made("a"))),
        history(
            "an unknown end that takes effect late",
            at(0, 10, made("a")),
            at(20, 30, new Seen.EndUnknown("a")),
            at(40, 50, live("a")),
            at(60, 70, new Seen.Wrote("a")),
            at(80, 90, new Seen.WriteRefused("a")),
            at(100, 110, made("b"))),
        history(
            "an end and a write side by side, either way",
            at(0, 10, made("a")),
            at(20, 40, ended("a")),
            at(20, 40, new Seen.Wrote("a")),
            at(20, 40, new Seen.WriteRefused("a"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void a_planted_fault_is_seen(String name, List<Operation> history) {
    assertThat(Checker.check(history, STALE)).isEqualTo(Checker.Verdict.NOT_LINEARIZABLE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("good")
  void what_could_have_been_is_accepted(String name, List<Operation> history) {
    assertThat(Checker.check(history, STALE)).isEqualTo(Checker.Verdict.LINEARIZABLE);
  }

  /**
   * Histories as a single registry would make them, with operations stretched until they overlap;
   * each is accepted, and rejected when a session appears in it that nobody made.
   */
  @Test
  void random_histories_of_one_registry_are_accepted_and_their_forgeries_are_not() {
    for (long seed = 1; seed <= 200; seed++) {
      List<Operation> history = random(new Random(seed));
      assertThat(Checker.check(history, STALE))
          .as("seed %d", seed)
          .isEqualTo(Checker.Verdict.LINEARIZABLE);
      List<Operation> forged = new ArrayList<>(history);
      forged.add(at(1_000_000, 1_000_001, found("forged")));
      assertThat(Checker.check(forged, STALE))
          .as("forged, seed %d", seed)
          .isEqualTo(Checker.Verdict.NOT_LINEARIZABLE);
    }
  }

  /** Every subset of them could have taken effect; the search must not try them all. */
  @Test
  void many_unknown_outcomes_are_decided() {
    List<Operation> history = new ArrayList<>();
    history.add(at(0, 10, made("a")));
    for (int i = 0; i < 60; i++) {
      history.add(at(20 + i, 21 + i, new Seen.EndUnknown("a")));
      history.add(at(20 + i, 21 + i, UNKNOWN));
      history.add(at(20 + i, 90 + i, live("a")));
    }
    List<Operation> lost = new ArrayList<>(history);
    lost.add(at(500, 510, new Seen.Wrote("b")));
    history.add(at(500, 510, ended("a")));
    history.add(at(520, 530, made("b")));
    assertThat(Checker.check(history, STALE)).isEqualTo(Checker.Verdict.LINEARIZABLE);
    assertThat(Checker.check(lost, STALE)).isEqualTo(Checker.Verdict.NOT_LINEARIZABLE);
  }

  private static List<Operation> random(Random random) {
    List<Operation> history = new ArrayList<>();
    String[] sessions = {"", "", ""};
    int made = 0;
    for (int i = 0; i < 60; i++) {
      long time = i * 10L;
      boolean bound = !sessions[0].isEmpty();
      Seen seen =
          switch (random.nextInt(bound ? 6 : 1)) {
            case 0, 1 -> bound ? found(sessions[0]) : made("s" + ++made);
            case 2 -> live(sessions[0]);
            case 3 -> new Seen.Wrote(sessions[0]);
            default -> ended(sessions[0]);
          };
      if (seen instanceof Seen.Resolved(String session, boolean created) && created) {
        sessions[0] = session;
      }
      if (seen instanceof Seen.Ended) {
        Arrays.fill(sessions, "");
      }
      history.add(at(time - random.nextInt(30), time + 1 + random.nextInt(30), seen));
    }
    return history;
  }
}
