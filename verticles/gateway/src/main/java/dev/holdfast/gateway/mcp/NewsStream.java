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
import dev.holdfast.shared.message.EventFilter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a client which of the resources that it subscribes to have changed. What it subscribes to
 * is looked up when something changes, at most so often; what changes meanwhile is told of once.
 */
final class NewsStream implements Outlet {
  private static final int LOOK_MS = 500;

  private final Vertx vertx;
  private final StreamParts parts;
  private final McpAnswer.Listening listening;
  private final News news;
  private final SseResponse response;
  private final BackPressure pressure;
  private Optional<Watcher> watcher = Optional.empty();
  private Set<String> changed = new HashSet<>();
  private long seq;
  private boolean missed;
  private boolean looking;

  NewsStream(Vertx vertx, StreamParts parts, McpAnswer.Listening listening, SseResponse response) {
    this.vertx = vertx;
    this.parts = parts;
    this.listening = listening;
    this.news = listening.news();
    this.response = response;
    this.pressure = parts.watches().pressureOf(this);
  }

  /** Answers when the watch stands; fails with nothing written. */
  Future<Void> open() {
    return parts
        .watches()
        .open(listening.session(), EventFilter.NONE, listening.after(), this, pressure)
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
    look();
  }

  /** Nobody knows what changed there, so all of it may have. */
  @Override
  public void gap(Watcher from, Gap gap) {
    missed = true;
    look();
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

  private void begin(Watches.Opened opened) {
    watcher = Optional.of(opened.watcher());
    if (response.isLost() || response.isOver()) {
      close();
      response.abandon();
      return;
    }
    seq = listening.after() < 0 ? opened.head() : listening.after();
    response.begin(pressure::wrote, () -> {}, this::close);
    response.onDrain(pressure::drained);
    response.write(news.opening(seq));
    opened.watcher().begin();
  }

  private void look() {
    if (looking || (changed.isEmpty() && !missed) || response.isOver()) {
      return;
    }
    looking = true;
    Set<String> now = changed;
    boolean all = missed;
    missed = false;
    long told = seq;
    changed = new HashSet<>();
    news.wanted()
        .onSuccess(wanted -> {
          for (String uri : wanted) {
            if (all || now.contains(uri)) {
              response.write(news.tell(uri, told));
            }
          }
        })
        .onFailure(failure -> {
          changed.addAll(now);
          missed |= all;
        });
    vertx.setTimer(
        LOOK_MS,
        later -> {
          looking = false;
          look();
        });
  }

  private void close() {
    pressure.closed();
    watcher.ifPresent(parts.watches()::close);
  }
}
