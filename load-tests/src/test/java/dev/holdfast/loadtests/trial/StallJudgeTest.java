package dev.holdfast.loadtests.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Others who pay for stalled readers, and memory that these take, are seen. */
final class StallJudgeTest {
  private static final int STALLED = 1_000;

  private static StallJudge.Window window(double p99Ms, long heapMebi, long residentMebi) {
    return window(p99Ms, 0, heapMebi, residentMebi);
  }

  private static StallJudge.Window window(
      double p99Ms, long unsentMebi, long heapMebi, long residentMebi) {
    return new StallJudge.Window(
        p99Ms,
        1_000,
        unsentMebi * PodMemory.MEBI,
        new PodMemory(heapMebi * PodMemory.MEBI, residentMebi * PodMemory.MEBI));
  }

  private static Findings judged(StallJudge.Window with) {
    Findings findings = new Findings();
    StallJudge.judge(
        List.of(window(9, 90, 400), window(10, 100, 500), window(80, 95, 450)),
        List.of(with, with, with),
        STALLED,
        findings);
    return findings;
  }

  @Test
  void what_costs_nobody_much_is_fine() {
    assertThat(judged(window(11.9, 600, 1_000)).violations()).isZero();
  }

  @Test
  void others_that_wait_longer_are_a_matter_of_time() {
    Findings findings = judged(window(12.1, 100, 500));
    assertThat(findings.violations()).isEqualTo(1);
    assertThat(findings.lateness()).isEqualTo(1);
  }

  @Test
  void more_than_a_mebibyte_of_heap_for_each_is_a_violation() {
    assertThat(judged(window(10, 95 + STALLED + 30, 500)).violations()).isEqualTo(1);
  }

  @Test
  void what_the_kernel_keeps_counts() {
    assertThat(judged(window(10, 500, 600, 500)).violations()).isZero();
    assertThat(judged(window(10, 600, 600, 500)).violations()).isEqualTo(1);
  }

  @Test
  void more_than_a_mebibyte_of_the_machine_for_each_is_a_violation() {
    assertThat(judged(window(10, 100, 450 + STALLED + 300)).violations()).isEqualTo(1);
  }
}
