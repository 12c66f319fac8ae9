package dev.holdfast.tasks.agent.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WorkClockTest {
  @Test
  void it_stands_still_while_anybody_pauses_it() {
    WorkClock clock = new WorkClock(60_000);
    clock.pause();
    clock.pause();
    long left = clock.left();
    assertThat(clock.left()).isEqualTo(left);
    clock.resume();
    assertThat(clock.left()).isEqualTo(left);
    clock.resume();
    assertThat(clock.left()).isLessThanOrEqualTo(left);
    assertThat(clock.isPaused()).isFalse();
  }

  @Test
  void nothing_is_left_of_no_time() {
    assertThat(new WorkClock(0).left()).isNotPositive();
  }
}
