package dev.holdfast.gateway.testing;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.Watch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Large events for a client that does not read, sent as broadcast would: not while paused. */
public final class Flood {
  private static final String DATA = "{\"text\":\"" + "x".repeat(100_000) + "\"}";
  private static final int EVENTS_MAX = 2_000;
  private static final int ROUND = 10;

  private final Stage stage;
  private final Watch watch;
  private final Api nobody;
  private long seq;

  public Flood(Stage stage, Watch watch) {
    this.stage = stage;
    this.watch = watch;
    this.nobody = new Api(stage.port(), null);
  }

  /** Sends until the watcher is told to pause; the number of the last event. */
  public long untilPaused() {
    while (stage.others.broadcast.flows.isEmpty()) {
      send();
    }
    Flow flow = Others.next(stage.others.broadcast.flows);
    if (!flow.equals(new Flow(watch.watcher(), true))) {
      throw new AssertionError(flow);
    }
    return seq;
  }

  /** Sends, and waits while it is told to, until the watcher is given up. */
  public void untilUnwatched() {
    boolean paused = false;
    while (stage.others.broadcast.unwatches.isEmpty()) {
      Flow flow = poll();
      if (flow != null) {
        paused = flow.paused();
      } else if (!paused) {
        send();
      }
    }
  }

  private void send() {
    seq++;
    if (seq > EVENTS_MAX) {
      throw new AssertionError("never paused");
    }
    stage.others.broadcast.deliver(watch, Stage.event(seq, EventType.TASK_OUTPUT, "tsk_1", DATA));
    if (seq % ROUND == 0) {
      requireTaken();
    }
  }

  /** An answer means that the event loop has done what was sent to it before. */
  private void requireTaken() {
    if (nobody.get("/").status() != 200) {
      throw new AssertionError("no answer");
    }
  }

  private @Nullable Flow poll() {
    try {
      return stage.others.broadcast.flows.poll(1, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
