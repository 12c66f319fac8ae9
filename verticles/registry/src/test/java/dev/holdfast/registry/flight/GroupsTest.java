package dev.holdfast.registry.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GroupsTest {
  private final List<List<Integer>> departed = new ArrayList<>();
  private final List<Promise<List<Future<String>>>> landings = new ArrayList<>();

  @Test
  void who_comes_alone_leaves_at_once() {
    Groups<Integer, String> groups = groups(1, 10, 100);
    Future<String> one = groups.join(1);

    assertThat(departed).containsExactly(List.of(1));
    assertThat(one.isComplete()).isFalse();
    land(0);
    assertThat(one.result()).isEqualTo("1");
  }

  @Test
  void who_comes_while_all_are_under_way_leaves_with_the_others_when_one_lands() {
    Groups<Integer, String> groups = groups(2, 10, 100);
    List<Future<String>> all = IntStream.range(0, 7).mapToObj(groups::join).toList();

    assertThat(departed).containsExactly(List.of(0), List.of(1));
    land(1);
    assertThat(departed).containsExactly(List.of(0), List.of(1), List.of(2, 3, 4, 5, 6));
    land(2);
    assertThat(all.stream().filter(Future::isComplete)).hasSize(6);
    land(0);
    assertThat(all.stream().map(Future::result)).containsExactly("0", "1", "2", "3", "4", "5", "6");
  }

  @Test
  void a_group_has_no_more_members_than_it_may() {
    Groups<Integer, String> groups = groups(1, 3, 100);
    IntStream.range(0, 8).forEach(groups::join);
    for (int flight = 0; flight < 4; flight++) {
      land(flight);
    }

    assertThat(departed)
        .containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5, 6), List.of(7));
  }

  @Test
  void who_finds_too_many_waiting_is_refused_and_the_others_are_not() {
    Groups<Integer, String> groups = groups(1, 10, 2);
    List<Future<String>> taken = IntStream.range(0, 3).mapToObj(groups::join).toList();

    assertThatThrownBy(() -> Await.result(groups.join(3)))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.OVERLOADED));
    land(0);
    land(1);
    assertThat(taken).allMatch(Future::succeeded);
  }

  @Test
  void one_members_failure_is_its_own() {
    Groups<Integer, String> groups = groups(1, 10, 100);
    groups.join(0);
    Future<String> bad = groups.join(13);
    Future<String> well = groups.join(2);
    land(0);
    land(1);

    assertThat(bad.cause()).hasMessage("13");
    assertThat(well.result()).isEqualTo("2");
  }

  @Test
  void a_flight_that_fails_as_a_whole_fails_its_members_and_frees_its_place() {
    Groups<Integer, String> groups = groups(1, 10, 100);
    Future<String> first = groups.join(0);
    Future<String> second = groups.join(1);
    landings.getFirst().fail("lost");

    assertThat(first.cause()).hasMessage("lost");
    land(1);
    assertThat(second.result()).isEqualTo("1");
  }

  @Test
  void a_flight_that_throws_fails_its_members_and_frees_its_place() {
    Groups<Integer, String> groups =
        new Groups<>(
            new GroupLimits(1, 10, 100),
            members -> {
              throw new IllegalStateException("bug");
            });

    assertThat(groups.join(0).cause()).hasMessage("bug");
    assertThat(groups.join(1).cause()).hasMessage("bug");
  }

  private Groups<Integer, String> groups(int flightsMax, int membersMax, int waitingMax) {
    return new Groups<>(
        new GroupLimits(flightsMax, membersMax, waitingMax),
        members -> {
          departed.add(members);
          Promise<List<Future<String>>> landing = Promise.promise();
          landings.add(landing);
          return landing.future();
        });
  }

  private void land(int flight) {
    landings
        .get(flight)
        .complete(
            departed.get(flight).stream()
                .map(member ->
                    member == 13
                        ? Future.<String>failedFuture("13")
                        : Future.succeededFuture(member.toString()))
                .toList());
  }
}
