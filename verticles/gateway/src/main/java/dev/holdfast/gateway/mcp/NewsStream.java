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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a client which of the resources that it subscribes to have changed. What it subscribes to
 * and which session it is about, {@link NewsDesk} looks up; what changes meanwhile is told of once.
 * The stream follows its session of the protocol to another session, and ends with it.
 */
final class NewsStream implements Outlet {
  /** Of more than that nobody keeps which they are. */
  private static final int CHANGED_MAX = 1_000;

  private final StreamParts parts;
  private final SseResponse response;
  private final BackPressure pressure;
  private final long after;
  private News news;
  private SessionRef session;
  private Optional<Watcher> watcher = Optional.empty();
  private Set<String> changed = new HashSet<>();
  private Set<String> looking = Set.of();
  private boolean missed;
  private boolean lookingAtAll;
  private boolean moving;
  private long asked;
  private long seq;
  private long told;
  private long toldBefore;
  private long lookedAt;

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
    return watch(session, after)
        .onFailure(failure -> response.abandon())
        .map(opened -> {
          begin(opened);
          return null;
        });
  }

  @Override
  public void write(Watcher from, Batch batch) {
    for (Event event : batch.events()) {
      changed.addAll(news.changed(event));
      seq = event.seq();
    }
    if (changed.size() > CHANGED_MAX) {
      changed.clear();
      missed = true;
    }
  }

  /** Nobody knows what changed there, so all of it may have. */
  @Override
  public void gap(Watcher from, Gap gap) {
    missed = true;
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
    return missed || !changed.isEmpty();
  }

  /** What changed up to now is told with the answer; what changes from now on with the next one. */
  void asked(long look) {
    lookedAt = look;
    looking = changed;
    lookingAtAll = missed;
    toldBefore = told;
    told = seq;
    changed = new HashSet<>();
    missed = false;
  }

  /** Nobody could say. */
  void unheard() {
    changed.addAll(looking);
    missed |= lookingAtAll;
    told = toldBefore;
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
    }
  }

  /** Each time once. */
  private void ask(long time) {
    if (time > asked) {
      response.write(news.askRoots(told, time));
      pressure.wrote();
      asked = time;
    }
  }

  /**
   * Only with the last of them all is told up to there: whoever had some of them gets all again.
   */
  private void tell(Set<String> wanted) {
    List<String> due =
        wanted.stream().filter(uri -> lookingAtAll || looking.contains(uri)).toList();
    for (int i = 0; i < due.size(); i++) {
      response.write(news.tell(due.get(i), i < due.size() - 1 ? toldBefore : told));
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
          changed.clear();
          missed = true;
          if (response.isOver()) {
            parts.watches().close(opened.watcher());
          } else {
            stand(opened, opened.head());
          }
        })
        .onFailure(failure -> response.finish(""));
  }

  private Future<Watches.Opened> watch(SessionRef which, long from) {
    return parts.watches().open(which, EventFilter.NONE, from, this, pressure);
  }

  private void begin(Watches.Opened opened) {
    watcher = Optional.of(opened.watcher());
    if (response.isLost() || response.isOver()) {
      close();
      response.abandon();
      return;
    }
    response.begin(pressure::wrote, () -> {}, this::close);
    response.onDrain(pressure::drained);
    stand(opened, after < 0 ? opened.head() : after);
    parts.news().add(this);
  }

  private void stand(Watches.Opened opened, long from) {
    watcher = Optional.of(opened.watcher());
    seq = from;
    response.present(session);
    // Whoever comes back before all was told of has to be told again.
    told = missed ? McpAnswer.Following.FROM_NOW : from;
    response.write(news.opening(told));
    opened.watcher().begin();
  }

  private void close() {
    parts.news().remove(this);
    pressure.closed();
    watcher.ifPresent(parts.watches()::close);
  }
}
