package dev.holdfast.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.bus.PresenceAddresses;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.ClusterState;
import dev.holdfast.shared.message.ConnectionClosed;
import dev.holdfast.shared.message.ConnectionOpened;
import dev.holdfast.shared.message.ConnectionRecord;
import dev.holdfast.shared.message.DescribeCluster;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.ListConnections;
import dev.holdfast.shared.message.LiveConnections;
import dev.holdfast.shared.message.LivePods;
import dev.holdfast.shared.message.PodFacts;
import dev.holdfast.shared.message.PodLife;
import dev.holdfast.shared.message.PodRecord;
import dev.holdfast.shared.message.PodRecords;
import dev.holdfast.shared.message.PodState;
import dev.holdfast.shared.message.PresenceNews;
import dev.holdfast.shared.message.SessionsInUse;
import dev.holdfast.shared.message.UnwatchPresence;
import dev.holdfast.shared.message.WatchPresence;
import dev.holdfast.shared.message.WatcherRecord;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.LostHints;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

final class PresenceTest {
  private static final long SESSION = 7;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, 30_000);
  private final List<PodId> alive = new CopyOnWriteArrayList<>();

  PresenceTest() {
    Bus.install(vertx);
    bus.answer(
        Addresses.LIST_PODS, question -> Future.succeededFuture(new LivePods(List.copyOf(alive))));
  }

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void row_15_the_connections_of_all_pods_are_gathered_and_a_silent_pod_is_named() {
    start("pod-1", 2);
    alive.add(new PodId("pod-9", "pod-of-nobody"));
    opened("con-1", SESSION);
    opened("con-2", SESSION + 1);

    LiveConnections live = list();
    assertThat(live.connections()).containsExactly(record("con-1"));
    assertThat(live.more()).isZero();
    assertThat(live.unanswered()).containsExactly("pod-9");
  }

  @Test
  void row_13_a_session_with_a_connection_is_in_use_unless_it_only_looks() {
    BlockingQueue<SessionsInUse> told = new LinkedBlockingQueue<>();
    bus.listen(Addresses.SESSIONS_IN_USE, told::add);
    start("pod-1", 2);
    bus.tell(
        Addresses.CONNECTION_OPENED,
        new ConnectionOpened(
            "con-9",
            SESSION + 9,
            new ConnectionRecord("pod-1", "sse", null, "2026-01-02T03:04:05Z", null, "shr_x")));
    opened("con-1", SESSION);
    Awaitility.await().until(() -> told.take().sessionNos().equals(List.of(SESSION)));
  }

  @Test
  void the_roll_of_the_cluster_has_every_pod_and_what_those_say_that_answer() {
    bus.answer(
        PresenceAddresses.LIST_POD_RECORDS,
        question ->
            Future.succeededFuture(
                new PodRecords(
                    alive.stream()
                        .map(pod -> new PodRecord(pod, 4, "2026-01-02T03:04:05Z", 5, 6, 7))
                        .toList())));
    start("pod-1", 2);
    alive.add(new PodId("pod-9", "pod-of-nobody"));
    ClusterState state =
        Await.result(bus.request(PresenceAddresses.DESCRIBE_CLUSTER, new DescribeCluster()));
    assertThat(state.pods().stream().map(pod -> pod.record().pod().name()))
        .containsExactly("pod-1", "pod-9");
    assertThat(state.pods().stream().map(PodState::facts))
        .containsExactly(Optional.of(facts("pod-1")), Optional.empty());
  }

  @Test
  @DisabledIfEnvironmentVariable(
      named = LostHints.VARIABLE,
      matches = "true",
      disabledReason = "pods tell of themselves over the bus alone")
  void another_pod_tells_of_itself_when_it_is_asked() {
    start("pod-1", 2);
    PodId other = PodId.start("pod-2");
    Hint.OwnFacts told =
        Await.result(
            new PodBus(vertx, other, false)
                .ask(alive.getFirst().address(), new Hint.AskFacts(other.address()), 30_000));
    assertThat(told.facts()).isEqualTo(facts("pod-1"));
  }

  @Test
  void row_15_a_closed_connection_is_shown_no_more_and_what_is_left_out_is_counted() {
    start("pod-1", 2);
    for (String id : List.of("con-1", "con-2", "con-3")) {
      opened(id, SESSION);
    }
    assertThat(list().connections()).containsExactly(record("con-1"), record("con-2"));
    assertThat(list().more()).isEqualTo(1);

    bus.tell(Addresses.CONNECTION_CLOSED, new ConnectionClosed("con-2"));
    bus.tell(Addresses.CONNECTION_CLOSED, new ConnectionClosed("con-2"));
    assertThat(list().connections()).containsExactly(record("con-1"), record("con-3"));
    assertThat(list().more()).isZero();
  }

  @Test
  @DisabledIfEnvironmentVariable(
      named = LostHints.VARIABLE,
      matches = "true",
      disabledReason = "connections of other pods are asked over the bus alone")
  void row_15_another_pod_tells_its_connections_when_it_is_asked() {
    PodId other = PodId.start("pod-2");
    new PodBus(vertx, other, LostHints.wanted())
        .answerForPresence(question ->
            question.equals(new Hint.AskConnections(SESSION))
                ? new Hint.HeldConnections(List.of(record("far")), 0)
                : new Hint.HeldConnections(List.of(), 0));
    alive.add(other);
    start("pod-1", 2);
    opened("near", SESSION);
    assertThat(list().connections()).containsExactly(record("near"), record("far"));
    assertThat(list().unanswered()).isEmpty();
  }

  @Test
  @DisabledIfEnvironmentVariable(
      named = LostHints.VARIABLE,
      matches = "true",
      disabledReason = "watchers of other pods are asked over the bus alone")
  void watchers_of_all_pods_are_told_and_those_of_a_pod_that_is_given_up_leave() {
    PodId other = PodId.start("pod-2");
    new PodBus(vertx, other, false)
        .answerForPresence(question ->
            question.equals(new Hint.AskWatchers(List.of(SESSION)))
                ? new Hint.HeldWatchers(
                    List.of(
                        new Hint.HeldWatchers.OfSession(
                            SESSION, List.of(WatcherRecord.of("far", record("far"))), 3)))
                : new Hint.HeldWatchers(List.of()));
    alive.add(other);
    alive.add(new PodId("pod-9", "pod-of-nobody"));
    start("pod-1", 2);
    BlockingQueue<PresenceNews> told = new LinkedBlockingQueue<>();
    bus.listen(PresenceAddresses.news("gw"), told::add);
    opened("near", SESSION);
    bus.tell(
        Addresses.CONNECTION_OPENED,
        new ConnectionOpened(
            "poll",
            SESSION,
            new ConnectionRecord("pod-1", "long_poll", null, "2026-01-02T03:04:05Z", null, null)));
    Await.result(bus.request(PresenceAddresses.WATCH, new WatchPresence(1, "gw", SESSION)));

    PresenceNews first = next(told);
    assertThat(first.first()).isTrue();
    assertThat(first.watchers())
        .extracting(WatcherRecord::connectionId)
        .containsExactlyInAnyOrder("near", "far");
    assertThat(first.more()).isEqualTo(3);
    assertThat(first.unanswered()).containsExactly("pod-9");

    alive.remove(other);
    PresenceNews lost = next(told);
    assertThat(lost.left()).extracting(WatcherRecord::connectionId).containsExactly("far");
    assertThat(lost.joined()).isEmpty();
    assertThat(lost.watchers()).hasSize(1);
  }

  @Test
  void a_pod_tells_of_so_many_sessions_and_no_more() {
    start("pod-1", 2);
    for (long session = 1; session <= 2; session++) {
      Await.result(bus.request(PresenceAddresses.WATCH, new WatchPresence(session, "gw", session)));
    }
    assertThatThrownBy(
            () -> Await.result(bus.request(PresenceAddresses.WATCH, new WatchPresence(3, "gw", 3))))
        .hasMessageContaining("gateway.presence_sessions_max of 2");
    bus.tell(PresenceAddresses.UNWATCH, new UnwatchPresence(1, 1));
    assertThat(Await.result(bus.request(PresenceAddresses.WATCH, new WatchPresence(3, "gw", 3))))
        .isTrue();
  }

  private static PresenceNews next(BlockingQueue<PresenceNews> told) {
    return Awaitility.await().until(told::poll, Objects::nonNull);
  }

  private void start(String name, int shownMax) {
    PodId self = PodId.start(name);
    alive.add(self);
    Await.result(
        vertx.deployVerticle(
            new PresenceVerticle(
                new PresenceConfig(5_000, shownMax, 20, 20, 2),
                bus,
                new PodBus(vertx, self, LostHints.wanted()),
                () -> facts(name))));
  }

  private static PodFacts facts(String name) {
    return new PodFacts("0.1.0", PodLife.READY, name + ":8080", null, 2, 3);
  }

  private void opened(String id, long session) {
    bus.tell(Addresses.CONNECTION_OPENED, new ConnectionOpened(id, session, record(id)));
  }

  private LiveConnections list() {
    return Await.result(bus.request(Addresses.LIST_CONNECTIONS, new ListConnections(SESSION)));
  }

  private static ConnectionRecord record(String id) {
    return new ConnectionRecord("pod-1", "sse", null, "2026-01-02T03:04:05.000Z", id, null);
  }
}
