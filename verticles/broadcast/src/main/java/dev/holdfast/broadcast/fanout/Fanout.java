package dev.holdfast.broadcast.fanout;

import dev.holdfast.broadcast.replay.LogReader;
import dev.holdfast.broadcast.replay.Sieve;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.message.Committed;
import dev.holdfast.shared.message.Delivery;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.Unwatch;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to the watchers of this pod. A batch is handed on where it continues what the
 * watcher has; where it does not, the log is read. So a lost, late or repeated batch costs a read,
 * and changes nothing that a watcher sees.
 *
 * <p>For one event loop. Watchers that need the same events share one delivery.
 */
public final class Fanout {
  private static final Logger LOG = LoggerFactory.getLogger(Fanout.class);

  private final Bus bus;
  private final LogReader log;
  private final int watchersMax;
  private final LongConsumer firstOfSession;
  private final FanoutMeters meters;
  private final WatchTable table = new WatchTable();

  /**
   * An empty fan-out.
   *
   * @param firstOfSession told when a session gets its first watcher on this pod
   */
  public Fanout(
      Bus bus, LogReader log, int watchersMax, LongConsumer firstOfSession, FanoutMeters meters) {
    this.bus = bus;
    this.log = log;
    this.watchersMax = watchersMax;
    this.firstOfSession = firstOfSession;
    this.meters = meters;
  }

  /**
   * Begins a watch: registered first, then the log is read, so that nothing falls between the two.
   *
   * @return the number of the newest event at this moment
   */
  public Future<Long> watch(Watch wanted) {
    if (table.size() >= watchersMax) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.TOO_MANY_REQUESTS, "this pod has " + watchersMax + " watchers, its most"));
    }
    Watcher watcher = new Watcher(wanted);
    watcher.setReading(true);
    if (table.add(watcher)) {
      firstOfSession.accept(wanted.sessionNo());
    }
    meters.watchers(table.size());
    return (watcher.beginsNow() ? beginNow(watcher) : beginAfter(watcher))
        .onFailure(failure -> remove(wanted.watcher()));
  }

  public void unwatch(Unwatch ended) {
    remove(ended.watcher());
  }

  public void flow(Flow flow) {
    Watcher watcher = table.find(flow.watcher());
    if (watcher != null) {
      watcher.setPaused(flow.paused());
      catchUp(watcher);
    }
  }

  /** A batch that somebody says was committed. */
  public void committed(Committed batch) {
    if (batch.events().isEmpty()) {
      return;
    }
    long first = batch.events().getFirst().seq();
    long last = batch.events().getLast().seq();
    Map<Watcher.Key, List<Watcher>> direct = new HashMap<>();
    for (Watcher watcher : table.of(batch.sessionNo())) {
      watcher.heardOf(last);
      if (watcher.takesDirectly(first)) {
        if (watcher.position() < last) {
          direct.computeIfAbsent(watcher.key(), key -> new ArrayList<>()).add(watcher);
        }
      } else {
        catchUp(watcher);
      }
    }
    direct.values().forEach(watchers -> deliver(watchers, batch.events()));
  }

  /** The sessions that are watched here. */
  public Set<Long> sessions() {
    return table.sessions();
  }

  /** The newest numbers by the log itself: whoever has less gets the rest. */
  public void heads(Map<Long, Long> heads) {
    heads.forEach((session, head) ->
        List.copyOf(table.of(session))
            .forEach(watcher -> {
              meters.missed(watcher.lacks(head));
              watcher.heardOf(head);
              catchUp(watcher);
            }));
  }

  private void remove(long watcher) {
    table.remove(watcher);
    meters.watchers(table.size());
  }

  private Future<Long> beginNow(Watcher watcher) {
    return log.heads(Set.of(watcher.sessionNo()))
        .map(heads -> {
          long head = heads.getOrDefault(watcher.sessionNo(), 0L);
          watcher.beginAt(head);
          watcher.setReading(false);
          catchUp(watcher);
          return head;
        });
  }

  /** What it missed and the newest number are one read, which others who come back there share. */
  private Future<Long> beginAfter(Watcher watcher) {
    return log.page(watcher.sessionNo(), watcher.position())
        .map(page -> {
          expectWithin(watcher, page.head());
          watcher.heardOf(page.head());
          watcher.setReading(false);
          if (table.find(watcher.id()) == watcher) {
            readOn(watcher, page);
          }
          return page.head();
        });
  }

  private static void expectWithin(Watcher watcher, long head) {
    if (watcher.position() > head) {
      throw new Fault(
          ErrorCode.BAD_REQUEST,
          "the position " + watcher.position() + " is past the newest event, " + head);
    }
  }

  private void catchUp(Watcher watcher) {
    if (!watcher.wantsPage()) {
      return;
    }
    watcher.setReading(true);
    log.page(watcher.sessionNo(), watcher.position())
        .onComplete(
            page -> {
              watcher.setReading(false);
              if (table.find(watcher.id()) == watcher) {
                readOn(watcher, page);
              }
            },
            failure -> {
              watcher.setReading(false); // the position check asks again
              LOG.warn("cannot read the log for a watcher: {}", failure.toString());
            });
  }

  /**
   * A page for a watcher that was paused meanwhile is dropped: going on reads it again. Where more
   * is left the watcher is paused here until its socket has taken the page, so that of a long
   * history one page at most waits for a client that does not read.
   */
  private void readOn(Watcher watcher, LogPage page) {
    if (watcher.isPaused()) {
      return;
    }
    if (page.through() <= watcher.position()) {
      watcher.forgetRumour();
      catchUp(watcher);
      return;
    }
    List<Sieve.Portion> portions = watcher.wanted(page);
    watcher.moveTo(page.through());
    boolean awaited = watcher.isBehind() && !portions.isEmpty();
    watcher.setPaused(awaited);
    for (int i = 0; i < portions.size(); i++) {
      Sieve.Portion portion = portions.get(i);
      boolean last = i == portions.size() - 1;
      tell(List.of(watcher), portion.gap(), portion.events(), awaited && last);
      meters.replayed(portion.events().size());
    }
    catchUp(watcher);
  }

  /** To watchers of equal key. */
  private void deliver(List<Watcher> watchers, List<Event> events) {
    Watcher any = watchers.getFirst();
    List<Event> wanted = any.wanted(events);
    long last = events.getLast().seq();
    watchers.forEach(watcher -> watcher.moveTo(last));
    if (!wanted.isEmpty()) {
      tell(watchers, Optional.empty(), wanted, false);
      meters.direct(wanted, watchers.size());
    }
  }

  private void tell(
      List<Watcher> watchers, Optional<Gap> gap, List<Event> events, boolean awaited) {
    bus.tell(
        Addresses.deliveries(watchers.getFirst().gateway()),
        new Delivery(watchers.stream().map(Watcher::id).toList(), gap, events, awaited));
  }
}
