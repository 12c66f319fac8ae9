package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Batch;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.gateway.connection.Watcher;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.Topic;
import dev.holdfast.gateway.mcp.exchange.Words;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells a client of topics that it named when it began to listen, each at most so often: what
 * changes meanwhile is told of once. How a task stands is read when it is told, so it is never
 * older than the event that it is told for.
 */
final class TopicStream implements Outlet {
  private static final int TELL_MS = 500;

  /** After these a task stands otherwise than before. */
  private static final Set<EventType> TURNS =
      EnumSet.of(
          EventType.TASK_STARTED,
          EventType.TASK_INPUT_REQUESTED,
          EventType.TASK_INPUT_RECEIVED,
          EventType.TASK_SUPERSEDED,
          EventType.TASK_COMPLETED,
          EventType.TASK_FAILED,
          EventType.TASK_CANCELLED);

  private final Vertx vertx;
  private final StreamParts parts;
  private final List<Topic> topics;
  private final Words words;
  private final SseResponse response;
  private final BackPressure pressure;
  private final Map<Watcher, Topic> watched = new LinkedHashMap<>();
  private final Set<Topic> reading = new HashSet<>();
  private Set<Topic> news = new LinkedHashSet<>();
  private boolean telling;

  TopicStream(StreamParts parts, McpAnswer.Subscribed subscribed, SseResponse response) {
    this.vertx = parts.vertx();
    this.parts = parts;
    this.topics = subscribed.topics();
    this.words = subscribed.words();
    this.response = response;
    this.pressure = parts.watches().pressureOf(this);
  }

  /** Answers when all watches stand; fails with nothing written. */
  Future<Void> open() {
    return Future.join(topics.stream().map(this::watch).toList())
        .onFailure(failure -> {
          close();
          response.abandon();
        })
        .map(stand -> {
          begin();
          return null;
        });
  }

  private Future<Void> watch(Topic topic) {
    return parts
        .watches()
        .open(topic.session(), topic.taskId(), McpAnswer.Following.FROM_NOW, this, pressure)
        .map(opened -> {
          watched.put(opened.watcher(), topic);
          return null;
        });
  }

  @Override
  public void write(Watcher from, Batch batch) {
    Topic topic = watched.get(from);
    if (topic != null && batch.events().stream().anyMatch(event -> concerns(topic, event))) {
      news.add(topic);
      tell();
    }
  }

  private static boolean concerns(Topic topic, Event event) {
    return switch (topic) {
      case Topic.Resource resource -> true;
      case Topic.Task task -> TURNS.contains(event.type());
    };
  }

  /** Nobody knows what happened there. */
  @Override
  public void gap(Watcher from, Gap gap) {
    Topic topic = watched.get(from);
    if (topic != null) {
      news.add(topic);
      tell();
    }
  }

  @Override
  public void taskEnded(Watcher from, long seq) {
    // Its last event is told like any other.
  }

  @Override
  public boolean isFull() {
    return response.isFull();
  }

  @Override
  public void cutOff(Fault fault) {
    response.cut();
  }

  private void begin() {
    if (response.isLost() || response.isOver()) {
      close();
      response.abandon();
      return;
    }
    response.begin(pressure::wrote, () -> {}, this::close);
    response.onDrain(pressure::drained);
    response.onGoAway(words.farewell());
    topics.stream().findFirst().ifPresent(topic -> response.present(topic.session()));
    response.write(words.opening());
    watched.keySet().forEach(Watcher::begin);
  }

  private void tell() {
    if (telling || news.isEmpty() || response.isOver()) {
      return;
    }
    telling = true;
    Set<Topic> now = news;
    news = new LinkedHashSet<>();
    now.forEach(this::tell);
    pressure.wrote();
    vertx.setTimer(
        TELL_MS,
        later -> {
          telling = false;
          tell();
        });
  }

  private void tell(Topic topic) {
    switch (topic) {
      case Topic.Resource resource -> response.write(words.changed(resource));
      case Topic.Task task -> read(task);
    }
  }

  /** One after the other: of two at once the older one could be told last. */
  private void read(Topic.Task task) {
    if (!reading.add(task)) {
      news.add(task);
      return;
    }
    words
        .stands(task)
        .onComplete(read -> reading.remove(task))
        .onSuccess(response::write)
        .onFailure(failure -> unread(task, failure));
  }

  /** It is read again; but a task that is no more has nothing to tell. */
  private void unread(Topic topic, Throwable failure) {
    if (failure instanceof Fault) {
      news.add(topic);
      tell();
    }
  }

  private void close() {
    pressure.closed();
    List.copyOf(watched.keySet()).forEach(parts.watches()::close);
    watched.clear();
  }
}
