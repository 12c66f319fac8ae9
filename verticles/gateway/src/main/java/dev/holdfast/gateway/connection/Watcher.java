package dev.holdfast.gateway.connection;

import dev.holdfast.shared.identity.SessionRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One position in one session, followed for one socket.
 *
 * <p>Events that come before {@link #begin} wait, so that the protocol's own answer to the request
 * stands before them; with the first of them the sender is asked to pause, so that few wait.
 */
public final class Watcher {
  private final long id;
  private final SessionRef session;
  private final @Nullable String taskId;
  private final Outlet outlet;
  private final BackPressure pressure;
  private @Nullable List<Batch> early = new ArrayList<>();
  private boolean ended;

  Watcher(
      long id, SessionRef session, @Nullable String taskId, Outlet outlet, BackPressure pressure) {
    this.id = id;
    this.session = session;
    this.taskId = taskId;
    this.outlet = outlet;
    this.pressure = pressure;
  }

  public SessionRef session() {
    return session;
  }

  public @Nullable String taskId() {
    return taskId;
  }

  /** Lets the events through, from now on as they come. */
  public void begin() {
    List<Batch> waiting = early;
    early = null;
    if (waiting != null) {
      waiting.forEach(this::pass);
      if (!ended) {
        pressure.follow(id);
      }
    }
  }

  void deliver(Batch batch) {
    if (early == null) {
      pass(batch);
    } else {
      early.add(batch);
      pressure.pause(id);
    }
  }

  void end() {
    ended = true;
    early = null;
    pressure.forget(id);
  }

  long id() {
    return id;
  }

  private void pass(Batch batch) {
    if (ended) {
      return;
    }
    batch.gap().ifPresent(gap -> outlet.gap(this, gap));
    if (!batch.events().isEmpty()) {
      outlet.write(this, batch);
    }
    pressure.wroteTo(id);
    if (batch.awaited()) {
      pressure.taken(id);
    }
    if (taskId != null) {
      batch.events().stream()
          .filter(event -> event.type().terminal() && taskId.equals(event.taskId()))
          .findFirst()
          .ifPresent(event -> outlet.taskEnded(this, event.seq()));
    }
  }
}
