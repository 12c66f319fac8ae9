package dev.holdfast.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class UnsentTest {
  private final Unsent unsent = new Unsent(100);
  private final AtomicInteger drained = new AtomicInteger();

  private Promise<Void> write(int length) {
    Promise<Void> written = Promise.promise();
    unsent.add(length, written.future());
    return written;
  }

  @Test
  void one_large_write_fills_it_and_it_drains_once_half_is_left() {
    unsent.onDrain(drained::incrementAndGet);
    assertThat(unsent.isEmpty()).isTrue();
    Promise<Void> large = write(90);
    assertThat(unsent.isFull()).isFalse();
    Promise<Void> small = write(11);
    Promise<Void> last = write(40);
    assertThat(unsent.isFull()).isTrue();
    small.complete();
    assertThat(unsent.isFull()).isTrue();
    large.complete();
    assertThat(unsent.isFull()).isFalse();
    assertThat(drained).hasValue(1);
    last.complete();
    assertThat(unsent.isEmpty()).isTrue();
    assertThat(drained).hasValue(1);
  }

  @Test
  void what_could_not_be_sent_waits_no_longer() {
    Promise<Void> broken = write(1_000);
    broken.fail("the client is gone");
    assertThat(unsent.isFull()).isFalse();
    assertThat(unsent.isEmpty()).isTrue();
  }
}
