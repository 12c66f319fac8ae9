package dev.holdfast.broadcast.replay;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.message.EventPage;
import dev.holdfast.shared.message.ReadEvents;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the log once for somebody who does not follow it. A page is ended by what was asked for, by
 * about a million characters of payload, and by how many events are looked at for it.
 */
public final class PageReader {
  private static final int CHARACTERS_MAX = 1_048_576;
  private static final int PAGES_MAX = 25;

  private final LogReader log;

  public PageReader(LogReader log) {
    this.log = log;
  }

  public Future<EventPage> read(ReadEvents wanted) {
    return wanted.after() == Watch.NOW ? now(wanted) : new Reading(wanted).go(wanted.after());
  }

  private Future<EventPage> now(ReadEvents wanted) {
    long session = wanted.session().number();
    return log.heads(Set.of(session))
        .map(heads -> heads.getOrDefault(session, 0L))
        .map(head -> new EventPage(List.of(), List.of(), head, head, 0));
  }

  private final class Reading {
    private final ReadEvents wanted;
    private final Sieve sieve;
    private final List<Event> events = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private long characters;
    private int pages;

    Reading(ReadEvents wanted) {
      this.wanted = wanted;
      this.sieve = new Sieve(wanted.filter());
    }

    Future<EventPage> go(long after) {
      return log.page(wanted.session().number(), after).compose(this::take);
    }

    private Future<EventPage> take(LogPage page) {
      pages++;
      for (Sieve.Portion portion : sieve.take(page)) {
        if (isEnough() && (portion.gap().isPresent() || !portion.events().isEmpty())) {
          return ended(page, events.getLast().seq());
        }
        portion.gap().ifPresent(gaps::add);
        for (Event event : portion.events()) {
          if (isEnough()) {
            return ended(page, events.getLast().seq());
          }
          events.add(event);
          characters += event.data().length();
        }
      }
      if (!page.full()) {
        return ended(page, page.through());
      }
      if (pages == PAGES_MAX || isEnough()) {
        tellOpen();
        return ended(page, page.through());
      }
      return go(page.through());
    }

    private boolean isEnough() {
      return events.size() >= wanted.max() || characters >= CHARACTERS_MAX;
    }

    /**
     * Who begins anew would not know of a gap behind its position. From the start on, one that no
     * event of the task stands before held nothing of it.
     */
    private void tellOpen() {
      if (wanted.after() > 0 || !events.isEmpty()) {
        sieve.open().ifPresent(gaps::add);
      }
    }

    private Future<EventPage> ended(LogPage page, long next) {
      return Future.succeededFuture(new EventPage(events, gaps, next, page.head(), page.floor()));
    }
  }
}
