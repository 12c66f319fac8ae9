package dev.holdfast.deploy.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StopRequestTest {
  private final CompletableFuture<Boolean> endedHard = new CompletableFuture<>();
  private final StopRequest stop = new StopRequest(() -> endedHard.complete(true));

  @Test
  void the_first_reason_is_told_to_everyone_who_waits() {
    stop.ask("SIGTERM");
    assertThat(stop.asked().join()).isEqualTo("SIGTERM");
    assertThat(stop.isAsked()).isTrue();
  }

  @Test
  void a_signal_to_the_process_and_at_once_to_its_group_is_one_request() {
    stop.ask("SIGTERM");
    stop.ask("SIGTERM");
    assertThat(endedHard).isNotDone();
  }

  @Test
  void the_end_of_standard_input_asks_but_never_ends_hard() {
    stop.onEndOf(new ByteArrayInputStream(new byte[] {1, 2, 3}));
    assertThat(stop.asked().orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("parent is gone");
    stop.onEndOf(new ByteArrayInputStream(new byte[0]));
    assertThat(endedHard).isNotDone();
  }

  @Test
  void an_orderly_stop_that_takes_too_long_is_ended_hard() {
    stop.limit(1);
    assertThat(endedHard).isNotDone();
    stop.ask("SIGTERM");
    assertThat(endedHard.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
  }
}
