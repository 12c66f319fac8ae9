package dev.holdfast.loadtests.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What judges answers from memory must see every planted defect, and nothing else. */
final class RisingTest {
  private final Findings findings = new Findings();
  private final Rising register = new Rising("session", findings);

  RisingTest() {
    register.writes(1);
    register.wrote(1);
  }

  @Test
  void an_older_number_after_a_write_was_answered_is_seen() {
    register.writes(2);
    register.wrote(2);
    register.judge(register.begin(), 1, "pod-1");
    assertThat(kinds()).containsExactly(Breach.LOST);
  }

  @Test
  void an_older_number_after_another_read_is_seen() {
    register.writes(2);
    register.judge(register.begin(), 2, "pod-1");
    register.judge(register.begin(), 1, "pod-2");
    assertThat(kinds()).containsExactly(Breach.LOST);
  }

  @Test
  void a_number_after_the_end_is_seen() {
    register.writes(BelievedSession.OVER);
    register.wrote(BelievedSession.OVER);
    register.judge(register.begin(), 1, "pod-1");
    assertThat(kinds()).containsExactly(Breach.LOST);
  }

  @Test
  void a_number_that_nobody_wrote_is_seen() {
    register.judge(register.begin(), 2, "pod-1");
    assertThat(kinds()).containsExactly(Breach.CROSSED);
  }

  @Test
  void a_read_that_began_before_may_tell_either() {
    Rising.Began first = register.begin();
    Rising.Began second = register.begin();
    register.writes(2);
    register.judge(first, 2, "pod-1");
    register.judge(second, 1, "pod-2");
    register.wrote(2);
    assertThat(kinds()).isEmpty();
  }

  @Test
  void a_write_that_was_not_answered_may_be_there_or_not() {
    register.writes(2);
    register.judge(register.begin(), 1, "pod-1");
    register.judge(register.begin(), 2, "pod-2");
    assertThat(kinds()).isEmpty();
  }

  private List<Breach> kinds() {
    return Stream.of(Breach.values()).filter(breach -> findings.breaches(breach) > 0).toList();
  }
}
