package dev.holdfast.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.Hint.HeldWatchers;
import dev.holdfast.shared.message.PresenceNews;
import dev.holdfast.shared.message.WatcherRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AttendanceTest {
  private final Attendance attendance = new Attendance();
  private final List<PresenceNews> told = new ArrayList<>();

  @Test
  void who_is_new_to_it_gets_all_and_the_others_what_has_changed() {
    attendance.add(1, "gw");
    holds("pod-a", 0, "one", "two");
    assertThat(settle()).containsExactly(first(List.of(1L), "one", "two"));
    assertThat(settle()).isEmpty();

    attendance.add(2, "gw");
    holds("pod-b", 0, "three");
    holds("pod-a", 0, "two");
    List<PresenceNews> both = settle();
    assertThat(both).hasSize(2).contains(first(List.of(2L), "two", "three"));
    PresenceNews change = both.getFirst();
    assertThat(change.audiences()).containsExactly(1L);
    assertThat(change.joined()).containsExactly(watcher("three"));
    assertThat(change.left()).containsExactly(watcher("one"));
  }

  @Test
  void of_a_pod_that_is_no_more_everybody_leaves_and_one_that_is_silent_is_believed() {
    attendance.add(1, "gw");
    holds("pod-a", 0, "one");
    holds("pod-b", 5, "two");
    settle();
    attendance.keep(Set.of("pod-a", "pod-b"));
    assertThat(settle()).isEmpty();
    attendance.keep(Set.of("pod-a"));
    List<PresenceNews> news = settle();
    assertThat(news).hasSize(1);
    assertThat(news.getFirst().left()).containsExactly(watcher("two"));
    assertThat(news.getFirst().watchers()).containsExactly(watcher("one"));
    assertThat(news.getFirst().more()).isZero();
  }

  @Test
  void each_gateway_is_told_once_for_all_its_audiences_and_nobody_who_left() {
    attendance.add(1, "gw-1");
    attendance.add(2, "gw-1");
    attendance.add(3, "gw-2");
    attendance.remove(2);
    holds("pod-a", 7, "one");
    assertThat(settle()).hasSize(2).allSatisfy(news -> assertThat(news.more()).isEqualTo(7));
    attendance.remove(1);
    assertThat(attendance.isIdle()).isFalse();
    attendance.remove(3);
    assertThat(attendance.isIdle()).isTrue();
  }

  private List<PresenceNews> settle() {
    told.clear();
    attendance.settle(List.of(), (gateway, news) -> told.add(news));
    return List.copyOf(told);
  }

  private void holds(String pod, long more, String... ids) {
    attendance.says(
        pod,
        new HeldWatchers.OfSession(
            7, Arrays.stream(ids).map(AttendanceTest::watcher).toList(), more));
  }

  private static PresenceNews first(List<Long> audiences, String... ids) {
    return new PresenceNews(
        audiences,
        true,
        List.of(),
        List.of(),
        Arrays.stream(ids).map(AttendanceTest::watcher).toList(),
        0,
        List.of());
  }

  private static WatcherRecord watcher(String id) {
    return new WatcherRecord(id, "pod", "sse", "owner", "2026-01-02T03:04:05.000Z");
  }
}
