package dev.holdfast.shared.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String GIVEN = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void a_header_is_read_and_written_the_same() {
    TraceParent read = TraceParent.parse(GIVEN).orElseThrow();
    assertThat(read).isEqualTo(new TraceParent(TRACE, "00f067aa0ba902b7", "01"));
    assertThat(read.header()).isEqualTo(GIVEN).hasSize(TraceParent.LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x"
      })
  void what_is_none_counts_as_absent(String text) {
    assertThat(TraceParent.parse(text)).isEmpty();
    assertThat(TraceParent.parse(null)).isEmpty();
  }

  @Test
  void a_pod_without_a_collector_hands_on_what_the_client_sent() {
    Optional<TraceParent> client = TraceParent.parse(GIVEN);
    Span span = Tracing.OFF.begin("accept", Tracing.Side.INSIDE, client);
    assertThat(span.note("key", "value").named("other").context()).isEqualTo(client);
    span.end();
    Span none = Tracing.OFF.begin("accept", Tracing.Side.INSIDE, Optional.empty());
    assertThat(none.context()).isEmpty();
    assertThat(none).isSameAs(Tracing.OFF.begin("run", Tracing.Side.SERVER, Optional.empty()));
  }
}
