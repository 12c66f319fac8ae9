package dev.holdfast.broadcast.fanout;

import dev.holdfast.broadcast.replay.Sieve;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.LogPage;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.Watch;
import java.util.List;

/**
 * One watcher's place in its session's log.
 *
 * <p>Its position is the number up to which everything was delivered or filtered out; {@code known}
 * is the newest number that anybody spoke of. It is behind while known is larger, and then the log
 * is read for it, one page at a time.
 */
final class Watcher {
  private final Watch watch;
  private final Sieve sieve;
  private long position;
  private long known;
  private long knownBefore;
  private boolean reading;
  private boolean paused;

  Watcher(Watch watch) {
    this.watch = watch;
    this.sieve = new Sieve(watch.filter());
    this.position = watch.after();
    this.known = watch.after();
  }

  long id() {
    return watch.watcher();
  }

  String gateway() {
    return watch.gateway();
  }

  long sessionNo() {
    return watch.sessionNo();
  }

  long position() {
    return position;
  }

  /** Whether it has no position before the head is known. */
  boolean beginsNow() {
    return position == Watch.NOW;
  }

  /** Leaves the past out: everything up to this number counts as delivered. */
  void beginAt(long head) {
    position = head;
    heardOf(head);
  }

  /** Somebody spoke of this number. */
  void heardOf(long seq) {
    known = Math.max(known, seq);
  }

  /** Whether somebody spoke of more than it has. */
  boolean isBehind() {
    return position < known;
  }

  /** Whether the log is to be read for it now. */
  boolean wantsPage() {
    return isBehind() && !reading && !paused;
  }

  /** Whether it is asked to get nothing for now. */
  boolean isPaused() {
    return paused;
  }

  /** How many events up to this number it lacks though it waits for nothing but their batch. */
  long lacks(long head) {
    return reading || paused ? 0 : Math.max(0, head - position);
  }

  /** Whether a batch that begins with this number continues what it has, and what it was told. */
  boolean takesDirectly(long firstSeq) {
    return !reading && !paused && firstSeq <= position + 1 && sieve.open().isEmpty();
  }

  /** A page is read for it, or is no more. */
  void setReading(boolean nowReading) {
    if (nowReading) {
      knownBefore = known;
    }
    reading = nowReading;
  }

  void setPaused(boolean nowPaused) {
    paused = nowPaused;
  }

  /** Moves past these events, which begin at most one after its position. */
  void moveTo(long seq) {
    position = Math.max(position, seq);
    heardOf(position);
  }

  /**
   * The log held nothing more: what was spoken of before it was read was a false hint. What was
   * spoken of meanwhile may have been committed meanwhile.
   */
  void forgetRumour() {
    if (known == knownBefore) {
      known = position;
    }
  }

  /** Of these consecutive events, those it still needs and its filter lets through. */
  List<Event> wanted(List<Event> events) {
    return sieve.pass(events, position);
  }

  /** What it needs of a page that begins at its position, and what was trimmed of that. */
  List<Sieve.Portion> wanted(LogPage page) {
    return sieve.take(page);
  }

  /** Watchers of equal key need the same events of a batch. */
  record Key(String gateway, long position, EventFilter filter) {}

  Key key() {
    return new Key(gateway(), position, watch.filter());
  }
}
