package dev.holdfast.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.gateway.limit.Shares;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.Watch;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchesTest {
  private static final SessionRef SESSION =
      new SessionRef(7, new Principal("acme", "ada"), "window-1");
  private static final EventFormat<List<Long>> SEQS =
      (session, events) -> new ArrayList<>(events.stream().map(Event::seq).toList());

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private Others others = new Others(new Bus(vertx, 5_000));
  private Watches watches =
      new Watches(vertx, new Bus(vertx, 5_000), config(60_000), Shares.unlimited());

  /** A socket that only notes what it is given. */
  private static final class Notes implements Outlet {
    final List<List<Long>> written = new CopyOnWriteArrayList<>();
    final List<Gap> gaps = new CopyOnWriteArrayList<>();
    final List<Long> ends = new CopyOnWriteArrayList<>();
    final List<Fault> cuts = new CopyOnWriteArrayList<>();
    volatile boolean full;
    volatile @Nullable BackPressure pressure;

    @Override
    public void write(Watcher watcher, Batch batch) {
      written.add(batch.as(SEQS));
    }

    @Override
    public void gap(Watcher watcher, Gap gap) {
      gaps.add(gap);
    }

    @Override
    public void taskEnded(Watcher watcher, long seq) {
      ends.add(seq);
    }

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void cutOff(Fault fault) {
      cuts.add(fault);
    }
  }

  @BeforeEach
  void begin() {
    Bus.install(vertx);
    Bus bus = new Bus(vertx, 5_000);
    others = new Others(bus);
    Await.result(vertx.deployVerticle(others));
    watches = new Watches(vertx, bus, config(60_000), Shares.unlimited());
    run(() -> {
      watches.listen();
      return Future.succeededFuture();
    });
  }

  @AfterEach
  void end() {
    Await.result(vertx.close());
  }

  @Test
  void one_delivery_is_encoded_once_for_all_watchers_of_a_format() {
    Notes one = new Notes();
    Notes two = new Notes();
    Watch first = begun(one, null);
    Watch second = begun(two, null);
    others.broadcast.deliver(List.of(first, second), List.of(event(1, null), event(2, null)));
    await().until(() -> !two.written.isEmpty());
    assertThat(one.written.getFirst()).isEqualTo(List.of(1L, 2L));
    assertThat(one.written.getFirst()).isSameAs(two.written.getFirst());
  }

  @Test
  void events_that_overtake_the_answer_wait_for_it_and_the_sender_is_asked_to_wait() {
    others.broadcast.onWatch = watch -> others.broadcast.deliver(watch, event(1, null));
    Notes notes = new Notes();
    Watches.Opened opened = open(notes, null);
    Watch watch = Others.next(others.broadcast.watches);
    assertThat(Others.next(others.broadcast.flows)).isEqualTo(new Flow(watch.watcher(), true));
    others.broadcast.deliver(watch, event(2, null));
    others.broadcast.deliver(watch, event(3, null));
    assertThat(notes.written).isEmpty();
    run(() -> {
      opened.watcher().begin();
      return Future.succeededFuture();
    });
    assertThat(Others.next(others.broadcast.flows)).isEqualTo(new Flow(watch.watcher(), false));
    await().until(() -> notes.written.size() == 3);
    assertThat(notes.written).containsExactly(List.of(1L), List.of(2L), List.of(3L));
  }

  @Test
  void a_full_socket_pauses_its_watcher_once_and_draining_lets_it_go_on() {
    Notes notes = new Notes();
    Watch watch = begun(notes, null);
    notes.full = true;
    others.broadcast.deliver(watch, event(1, null));
    others.broadcast.deliver(watch, event(2, null));
    await().until(() -> notes.written.size() == 2);
    assertThat(Others.next(others.broadcast.flows)).isEqualTo(new Flow(watch.watcher(), true));
    notes.full = false;
    drained(notes);
    assertThat(Others.next(others.broadcast.flows)).isEqualTo(new Flow(watch.watcher(), false));
    assertThat(others.broadcast.flows).isEmpty();
  }

  @Test
  void what_is_awaited_is_answered_at_once_or_when_the_socket_has_drained() {
    Notes notes = new Notes();
    Watch watch = begun(notes, null);
    others.broadcast.deliverAwaited(watch, event(1, null));
    assertThat(flow()).isEqualTo(new Flow(watch.watcher(), false));
    notes.full = true;
    others.broadcast.deliverAwaited(watch, event(2, null));
    assertThat(flow()).isEqualTo(new Flow(watch.watcher(), true));
    notes.full = false;
    drained(notes);
    assertThat(flow()).isEqualTo(new Flow(watch.watcher(), false));
    assertThat(notes.written).containsExactly(List.of(1L), List.of(2L));
    assertThat(others.broadcast.flows).isEmpty();
  }

  @Test
  void row_60_a_full_socket_pauses_every_watcher_that_writes_to_it() {
    Notes notes = new Notes();
    Watch quiet = begun(notes, null);
    Watches.Opened second =
        run(() ->
            watches.open(
                SESSION,
                new EventFilter(null, Set.of()),
                0,
                notes,
                Objects.requireNonNull(notes.pressure)));
    begin(second);
    Watch busy = Others.next(others.broadcast.watches);
    notes.full = true;
    others.broadcast.deliver(busy, event(1, null));
    assertThat(Stream.of(flow(), flow()))
        .containsExactlyInAnyOrder(new Flow(quiet.watcher(), true), new Flow(busy.watcher(), true));
    notes.full = false;
    drained(notes);
    assertThat(Stream.of(flow(), flow()))
        .containsExactlyInAnyOrder(
            new Flow(quiet.watcher(), false), new Flow(busy.watcher(), false));
    assertThat(others.broadcast.flows).isEmpty();
  }

  @Test
  void row_60_a_socket_that_stays_full_is_cut_off() {
    watches = new Watches(vertx, new Bus(vertx, 5_000), config(20), Shares.unlimited());
    run(() -> {
      watches.listen();
      return Future.succeededFuture();
    });
    Notes notes = new Notes();
    Watch watch = begun(notes, null);
    notes.full = true;
    others.broadcast.deliver(watch, event(1, null));
    await().until(() -> !notes.cuts.isEmpty());
    assertThat(notes.cuts.getFirst().code()).isEqualTo(ErrorCode.SLOW_CONSUMER);
  }

  @Test
  void a_task_watcher_is_told_of_the_end_after_the_terminal_event() {
    Notes notes = new Notes();
    Watch watch = begun(notes, "tsk_1");
    others.broadcast.deliver(watch, event(4, "tsk_1"));
    others.broadcast.deliver(watch, Stage.event(9, EventType.TASK_COMPLETED, "tsk_1", "{}"));
    await().until(() -> !notes.ends.isEmpty());
    assertThat(notes.written).containsExactly(List.of(4L), List.of(9L));
    assertThat(notes.ends).containsExactly(9L);
  }

  @Test
  void deliveries_to_a_watcher_that_has_ended_vanish() {
    Notes gone = new Notes();
    Notes stays = new Notes();
    Watches.Opened opened = open(gone, null);
    Watch first = Others.next(others.broadcast.watches);
    Watch second = begun(stays, null);
    run(() -> {
      opened.watcher().begin();
      watches.close(opened.watcher());
      watches.close(opened.watcher());
      return Future.succeededFuture();
    });
    assertThat(Others.next(others.broadcast.unwatches).watcher()).isEqualTo(first.watcher());
    others.broadcast.deliver(List.of(first, second), List.of(event(1, null)));
    await().until(() -> !stays.written.isEmpty());
    assertThat(gone.written).isEmpty();
    assertThat(others.broadcast.unwatches).isEmpty();
  }

  @Test
  void a_watch_that_is_refused_leaves_nothing_behind() {
    others.failing(Addresses.WATCH, new Fault(ErrorCode.STORE_UNAVAILABLE, "no store"));
    assertThatThrownBy(() -> open(new Notes(), null)).isInstanceOf(Fault.class);
    assertThat(watches.size()).isZero();
  }

  private Watch begun(Notes notes, @Nullable String taskId) {
    begin(open(notes, taskId));
    return Others.next(others.broadcast.watches);
  }

  private void begin(Watches.Opened opened) {
    run(() -> {
      opened.watcher().begin();
      return Future.succeededFuture();
    });
  }

  private Flow flow() {
    return Others.next(others.broadcast.flows);
  }

  private Watches.Opened open(Notes notes, @Nullable String taskId) {
    return run(() -> {
      BackPressure pressure = watches.pressureOf(notes);
      notes.pressure = pressure;
      return watches.open(SESSION, taskId, 0, notes, pressure);
    });
  }

  private void drained(Notes notes) {
    run(() -> {
      BackPressure pressure = notes.pressure;
      if (pressure != null) {
        pressure.drained();
      }
      return Future.succeededFuture();
    });
  }

  private <T> T run(Supplier<Future<T>> step) {
    Promise<T> done = Promise.promise();
    context.runOnContext(go -> step.get().onComplete(done));
    return Await.result(done.future());
  }

  private static Event event(long seq, @Nullable String taskId) {
    return Stage.event(seq, EventType.TASK_PROGRESS, taskId, "{}");
  }

  private static ConnectionConfig config(int slowMs) {
    return new ConnectionConfig(10, 1_000, slowMs, 65_536, 0, 2_000, 30_000, 60, 30_000, 64);
  }
}
