package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Batch;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.gateway.connection.Watcher;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.News;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpSessionStates;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a client which of the resources that it subscribes to have changed. What it subscribes to
 * and which session it is about, {@link NewsDesk} looks up; what changes meanwhile is told of once.
 * The stream follows its session of the protocol to another session, and ends with it.
 */
final class NewsStream implements Outlet {
  /** Signs of life without an id, after which the client hears where it is. */
  private static final int QUIET_BEATS = 3;

  /** Of a client that is further behind all may have changed: about a page of the log. */
  private static final long BEHIND_MAX = 200;

  private final StreamParts parts;
  private final SseResponse response;
  private final BackPressure pressure;
  private final Untold untold = new Untold();
  private News news;
  private SessionRef session;
  private long after;
  private boolean missed;
  private Optional<Watcher> watcher = Optional.empty();
  private Optional<StandingNews.Standing> standing = Optional.empty();
  private boolean moving;
  private long asked;
  private long lookedAt;
  private long said;
  private int quietBeats;

  NewsStream(StreamParts parts, McpAnswer.Listening listening, SseResponse response) {
    this.parts = parts;
    this.news = listening.news();
    this.session = listening.session();
    this.after = listening.after();
    this.missed = listening.missed();
    this.response = response;
    this.pressure = parts.watches().pressureOf(this);
  }

  /** Answers when the watch stands; fails with nothing written. */
  Future<Void> open() {
    takeOver();
    return watch(session, after)
        .compose(this::nearOrNow)
        .onFailure(failure -> response.abandon())
        .map(opened -> {
          begin(opened);
          return null;
        });
  }

  @Override
  public void write(Watcher from, Batch batch) {
    for (Event event : batch.events()) {
      untold.add(news.changed(event), event.seq());
    }
  }

  @Override
  public void gap(Watcher from, Gap gap) {
    untold.miss();
  }

  @Override
  public void taskEnded(Watcher from, long endSeq) {
    // The watch is of a whole session.
  }

  @Override
  public boolean isFull() {
    return response.isFull();
  }

  @Override
  public void cutOff(Fault fault) {
    response.cut();
  }

  /** The session of the protocol that it is of. */
  FindMcpSession of() {
    return news.of();
  }

  /**
   * Whether it is time to look how its session stands.
   *
   * @param longAgo the number of a look; whoever was looked at since then is fresh
   */
  boolean isDue(long longAgo) {
    return !moving && (hasNews() || lookedAt <= longAgo);
  }

  /** Whether it has to know what its client subscribes to. */
  boolean hasNews() {
    return untold.isAny();
  }

  /** What changed up to now is told with the answer; what changes from now on with the next one. */
  void asked(long look) {
    lookedAt = look;
    untold.look();
  }

  /** Nobody could say. */
  void unheard() {
    untold.unlook();
  }

  /** How its session stands; empty where that is over. */
  void stands(Optional<McpSessionStates.State> state) {
    if (response.isOver()) {
      return;
    }
    if (state.isEmpty()) {
      response.finish("");
    } else if (!state.get().session().equals(session)) {
      move(state.get().session());
    } else {
      tell(state.get().uris());
      ask(state.get().asksRoots());
      standing.ifPresent(place -> place.at(session, untold.told()));
    }
  }

  /** Each time once. */
  private void ask(long time) {
    if (time > asked) {
      say(news.askRoots(untold.told(), time), untold.told());
      asked = time;
    }
  }

  /**
   * Only with the last of them all is told up to there: whoever had some of them gets all again.
   */
  private void tell(Set<String> wanted) {
    List<String> due = untold.due(wanted);
    for (int i = 0; i < due.size(); i++) {
      long seq = i < due.size() - 1 ? untold.told() : untold.next();
      say(news.tell(due.get(i), seq), seq);
    }
    untold.tell();
  }

  private void say(String text, long seq) {
    response.write(text);
    said = seq;
    quietBeats = 0;
    pressure.wrote();
  }

  /**
   * A client that was told nothing for long hears where it is, so that it need not be read all from
   * the log when it comes back.
   */
  private void beat() {
    quietBeats++;
    if (quietBeats >= QUIET_BEATS && untold.told() != said) {
      say(news.position(untold.told()), untold.told());
    }
    pressure.wrote();
  }

  /** What was before the watch stands, there, is not known, so all of it may be new. */
  private void move(SessionRef to) {
    moving = true;
    watcher.ifPresent(parts.watches()::close);
    watcher = Optional.empty();
    watch(to, McpAnswer.Following.FROM_NOW)
        .onSuccess(opened -> {
          moving = false;
          session = to;
          news = news.in(to);
          missed = true;
          if (response.isOver()) {
            parts.watches().close(opened.watcher());
          } else {
            stand(opened, opened.head());
          }
        })
        .onFailure(failure -> response.finish(""));
  }

  /** A new stream begins where the one is that it takes the place of. */
  private void takeOver() {
    if (after < 0 && news.takesPositions()) {
      parts
          .news()
          .told(news, session)
          .ifPresent(seq -> {
            after = seq;
            missed = seq < 0;
          });
    }
  }

  private Future<Watches.Opened> watch(SessionRef which, long from) {
    return parts.watches().open(which, EventFilter.NONE, from, this, pressure);
  }

  private Future<Watches.Opened> nearOrNow(Watches.Opened opened) {
    if (after < 0 || opened.head() - after <= BEHIND_MAX) {
      return Future.succeededFuture(opened);
    }
    parts.watches().close(opened.watcher());
    after = McpAnswer.Following.FROM_NOW;
    missed = true;
    return watch(session, after);
  }

  private void begin(Watches.Opened opened) {
    watcher = Optional.of(opened.watcher());
    if (response.isLost() || response.isOver()) {
      close();
      response.abandon();
      return;
    }
    response.begin(this::beat, () -> {}, this::close);
    response.onDrain(pressure::drained);
    stand(opened, after < 0 ? opened.head() : after);
    parts.news().add(this);
    if (news.takesPositions()) {
      standing =
          Optional.of(parts.news().stand(news, session, untold.told(), () -> response.finish("")));
    }
  }

  private void stand(Watches.Opened opened, long from) {
    watcher = Optional.of(opened.watcher());
    response.present(session);
    untold.begin(from, missed);
    say(news.opening(untold.told()), untold.told());
    standing.ifPresent(place -> place.at(session, untold.told()));
    opened.watcher().begin();
  }

  private void close() {
    parts.news().remove(this);
    standing.ifPresent(StandingNews.Standing::leave);
    pressure.closed();
    watcher.ifPresent(parts.watches()::close);
  }
}
