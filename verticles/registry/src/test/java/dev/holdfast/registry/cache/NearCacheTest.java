package dev.holdfast.registry.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class NearCacheTest {
  @Test
  void it_never_holds_more_than_its_bound() {
    NearCache<Integer, Integer> near = new NearCache<>(100, 5_000, Ticker.systemTicker());
    for (int i = 0; i < 10_000; i++) {
      near.put(i, i);
      near.get(i);
    }
    assertThat(near.size()).isLessThanOrEqualTo(100);
  }

  @Test
  void an_entry_is_asked_for_again_after_its_time_however_busy_it_is() {
    AtomicLong now = new AtomicLong();
    NearCache<String, String> near = new NearCache<>(100, 5_000, now::get);
    near.put("key", "value");
    for (int i = 0; i < 4; i++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(near.get("key")).contains("value");
    }
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(near.get("key")).isEmpty();
  }
}
