package dev.holdfast.loadtests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Each benchmark runs to its end and checks what it made; no figure is looked at. */
final class BenchmarksTest {
  @Test
  void near_cache_hits_are_measured() throws Exception {
    NearCacheHit.main(new String[] {"--rounds=1", "--round_ms=20", "--warmup_ms=20", "--forks=0"});
  }

  @Test
  void resolving_through_redis_makes_no_session() throws Exception {
    RedisResolve.main(
        new String[] {"--rounds=1", "--round_ms=100", "--warmup_ms=100", "--keys=300"});
  }

  @Test
  void resolving_through_postgres_is_measured() throws Exception {
    PostgresResolve.main(
        new String[] {
          "--rounds=1", "--round_ms=100", "--warmup_ms=100", "--keys=300", "--pgbench_scale=1"
        });
  }

  @Test
  void what_is_created_is_stored_once() throws Exception {
    Create.main(new String[] {"--rounds=1", "--round_ms=100", "--warmup_ms=100", "--callers=50"});
  }

  @Test
  void an_option_that_is_not_known_is_refused() {
    assertThatThrownBy(() -> Create.main(new String[] {"--sessions=5"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("known options");
  }

  @Test
  void half_of_the_operations_were_faster_than_the_median() {
    Sample sample = Sample.of(new long[] {5_000, 1_000, 3_000}, 1_000_000_000, 30_000, 60_000);

    assertThat(sample.p50Micros()).isEqualTo(3);
    assertThat(sample.perSecond()).isEqualTo(3);
    assertThat(sample.clientCpuMicros()).isEqualTo(10);
    assertThat(sample.serverCpuMicros()).isEqualTo(20);
  }
}
