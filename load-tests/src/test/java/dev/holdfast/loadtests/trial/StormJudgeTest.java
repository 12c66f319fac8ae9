package dev.holdfast.loadtests.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.loadtests.herd.Herd;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a storm may not do is seen. */
final class StormJudgeTest {
  private static final long GOAWAY_MS_MAX = 4_000;

  private static Findings judged(Consumer<Findings> judge) {
    Findings findings = new Findings();
    judge.accept(findings);
    return findings;
  }

  @Test
  void those_who_are_back_too_late_are_seen() {
    List<Double> soon = Collections.nCopies(990, 29_000.0);
    assertThat(judged(found -> StormJudge.back(soon, found)).violations()).isZero();
    List<Double> late = Collections.nCopies(100, 30_001.0);
    assertThat(judged(found -> StormJudge.back(late, found)).lateness()).isEqualTo(1);
    assertThat(judged(found -> StormJudge.back(List.of(), found)).violations()).isEqualTo(1);
  }

  @Test
  void what_is_lost_repeated_and_late_is_seen() {
    Findings found =
        judged(findings -> StormJudge.order(new Herd.Wrongs(1, 2, 3, List.of()), findings));
    assertThat(found.breaches(Breach.LOST)).isEqualTo(1);
    assertThat(found.breaches(Breach.DUPLICATED)).isEqualTo(1);
    assertThat(found.breaches(Breach.REORDERED)).isEqualTo(1);
    assertThat(
            judged(findings -> StormJudge.order(new Herd.Wrongs(0, 0, 0, List.of()), findings))
                .violations())
        .isZero();
  }

  @Test
  void those_who_watched_and_waited_are_seen() {
    assertThat(judged(found -> StormJudge.served(new int[] {1_999_000}, found)).violations())
        .isZero();
    assertThat(judged(found -> StormJudge.served(new int[] {2_001_000}, found)).lateness())
        .isEqualTo(1);
    assertThat(judged(found -> StormJudge.served(new int[] {}, found)).violations()).isEqualTo(1);
  }

  @Test
  void a_pod_that_sends_everybody_to_one_moment_is_seen() {
    List<Long> spread = LongStream.range(0, 100).map(i -> i * 40).boxed().toList();
    assertThat(sentAway(spread)).isZero();
    assertThat(sentAway(Collections.nCopies(100, 0L))).isEqualTo(1);
    assertThat(sentAway(List.of(GOAWAY_MS_MAX + 1))).isEqualTo(1);
    assertThat(sentAway(List.of(-1L))).isEqualTo(1);
  }

  private static long sentAway(List<Long> toldMs) {
    return judged(found -> StormJudge.sentAway(toldMs, GOAWAY_MS_MAX, found)).violations();
  }
}
