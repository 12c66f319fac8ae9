package dev.holdfast.broadcast.replay;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.message.EventFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one reader's filter lets through of the consecutive pages of a log, with the gaps that may
 * have held something for it.
 *
 * <p>The log is gapless as it is written, and of a task that has not ended nothing is trimmed, and
 * of one that has its first and last event stay. So a number that a page lacks was trimmed; and a
 * gap before a task's first event held nothing of that task. Of a gap that is not yet explained the
 * reader is told with the next event that it wants.
 */
public final class Sieve {
  /**
   * Events in a row, and what was trimmed before them.
   *
   * @param events may be empty where there is a gap
   */
  public record Portion(Optional<Gap> gap, List<Event> events) {
    public Portion {
      events = List.copyOf(events);
    }
  }

  private final EventFilter filter;
  private Optional<Gap> open = Optional.empty();

  public Sieve(EventFilter filter) {
    this.filter = filter;
  }

  /** What is wanted of a page, which begins where the one before it ended. */
  public List<Portion> take(LogPage page) {
    Portions portions = new Portions();
    long position = page.after();
    for (Event event : page.events()) {
      if (event.seq() <= position) {
        continue;
      }
      missing(position + 1, event.seq() - 1);
      position = event.seq();
      if (begins(event)) {
        open = Optional.empty();
      }
      if (filter.wants(event)) {
        portions.add(open, event);
        open = Optional.empty();
      }
    }
    missing(position + 1, page.through());
    if (filter.taskId() == null) {
      portions.end(open);
      open = Optional.empty();
    }
    return portions.done();
  }

  /** Of consecutive events that continue what it has, those that are wanted. */
  public List<Event> pass(List<Event> events, long position) {
    return events.stream().filter(event -> event.seq() > position).filter(filter::wants).toList();
  }

  /** A gap of which the reader was not told yet. */
  public Optional<Gap> open() {
    return open;
  }

  private boolean begins(Event event) {
    return filter.taskId() != null
        && event.type() == EventType.TASK_ACCEPTED
        && filter.ofTask(event);
  }

  private void missing(long from, long to) {
    if (from <= to && !filter.outlives()) {
      Gap gap = new Gap(from, to);
      open = Optional.of(open.map(before -> before.through(gap)).orElse(gap));
    }
  }

  /** Collects: a gap begins a portion. */
  private static final class Portions {
    private final List<Portion> finished = new ArrayList<>();
    private Optional<Gap> gap = Optional.empty();
    private List<Event> events = new ArrayList<>();

    void add(Optional<Gap> before, Event event) {
      end(before);
      events.add(event);
    }

    void end(Optional<Gap> before) {
      if (before.isPresent()) {
        finish();
        gap = before;
      }
    }

    List<Portion> done() {
      finish();
      return finished;
    }

    private void finish() {
      if (gap.isPresent() || !events.isEmpty()) {
        finished.add(new Portion(gap, events));
      }
      gap = Optional.empty();
      events = new ArrayList<>();
    }
  }
}
