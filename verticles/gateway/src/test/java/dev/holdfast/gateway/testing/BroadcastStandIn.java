package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.Delivery;
import dev.holdfast.shared.message.EventPage;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.ReadEvents;
import dev.holdfast.shared.message.Unwatch;
import dev.holdfast.shared.message.Watch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/** Broadcast: takes watches, and delivers what a test hands it. */
public final class BroadcastStandIn {
  private final Bus bus;

  public final BlockingQueue<Watch> watches = new LinkedBlockingQueue<>();
  public final BlockingQueue<Unwatch> unwatches = new LinkedBlockingQueue<>();
  public final BlockingQueue<Flow> flows = new LinkedBlockingQueue<>();

  /** Called with each watch before it is answered. */
  public volatile Consumer<Watch> onWatch = watch -> {};

  public final BlockingQueue<ReadEvents> reads = new LinkedBlockingQueue<>();

  /** What a reader is answered; else what every session's log has. */
  public volatile Function<ReadEvents, EventPage> page = this::rest;

  /** What every session's log has. */
  public volatile List<Event> events = List.of();

  /** What a watch is told is the newest event. */
  public volatile long head;

  BroadcastStandIn(Bus bus) {
    this.bus = bus;
  }

  void serve(Desk desk) {
    desk.answer(
        Addresses.WATCH,
        watch -> {
          watches.add(watch);
          onWatch.accept(watch);
          return head;
        });
    desk.answer(
        Addresses.READ_EVENTS,
        question -> {
          reads.add(question);
          return page.apply(question);
        });
    bus.listen(Addresses.UNWATCH, unwatches::add);
    bus.listen(Addresses.FLOW, flows::add);
  }

  private EventPage rest(ReadEvents question) {
    long last = events.isEmpty() ? head : events.getLast().seq();
    List<Event> wanted =
        events.stream()
            .filter(event -> event.seq() > question.after())
            .filter(question.filter()::wants)
            .toList();
    return question.after() == Watch.NOW
        ? new EventPage(List.of(), List.of(), last, last, 0)
        : new EventPage(wanted, List.of(), last, last, 0);
  }

  /** Sends a gap, and what comes after it, to one watcher. */
  public void deliver(Watch watch, Gap gap, Event... events) {
    bus.tell(
        Addresses.deliveries(watch.gateway()),
        new Delivery(List.of(watch.watcher()), Optional.of(gap), List.of(events), false));
  }

  /** Sends events to one watcher, and more only when it has taken them. */
  public void deliverAwaited(Watch watch, Event... events) {
    bus.tell(
        Addresses.deliveries(watch.gateway()),
        new Delivery(List.of(watch.watcher()), Optional.empty(), List.of(events), true));
  }

  /** Sends events to one watcher. */
  public void deliver(Watch watch, Event... events) {
    bus.tell(
        Addresses.deliveries(watch.gateway()),
        new Delivery(List.of(watch.watcher()), List.of(events)));
  }

  /** Sends events to several watchers of one gateway. */
  public void deliver(List<Watch> watches, List<Event> events) {
    bus.tell(
        Addresses.deliveries(watches.getFirst().gateway()),
        new Delivery(watches.stream().map(Watch::watcher).toList(), events));
  }
}
