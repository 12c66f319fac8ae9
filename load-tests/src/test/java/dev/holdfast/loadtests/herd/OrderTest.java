package dev.holdfast.loadtests.herd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.holdfast.loadtests.herd.Order.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every planted fault of what comes to a watcher is seen, and nothing else. */
final class OrderTest {
  static Stream<Arguments> planted() {
    return Stream.of(
        arguments(List.of(6L, 7L, 8L), List.of()),
        arguments(List.of(7L), List.of(Fault.LOST)),
        arguments(List.of(6L, 6L, 7L), List.of(Fault.REPEATED)),
        arguments(List.of(5L, 6L), List.of(Fault.REPEATED)),
        arguments(List.of(6L, 8L, 7L, 9L), List.of(Fault.LOST, Fault.LATE)),
        arguments(List.of(6L, 9L, 10L), List.of(Fault.LOST)));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void what_came_after_the_fifth_event_is_judged(List<Long> came, List<Fault> expected) {
    Order order = new Order(5);
    List<Fault> found =
        came.stream().map(order::take).filter(fault -> fault != Fault.NONE).toList();
    assertThat(found).isEqualTo(expected);
    assertThat(order.last()).isEqualTo(came.stream().mapToLong(Long::longValue).max().orElse(0));
  }
}
