package dev.holdfast.tasks.upkeep;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.message.RollSession;
import dev.holdfast.tasks.store.RollStore;
import dev.holdfast.tasks.task.Commits;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has sessions whose context is full gone on for by others.
 *
 * <p>That it is to be done is in the database since the report that passed the threshold, so any
 * pod does it, whichever reported. Several may ask for the same: the registry makes one, and
 * whoever asks again is told which. One that cannot be rolled keeps no other waiting.
 */
public final class Rolling {
  private static final Logger LOG = LoggerFactory.getLogger(Rolling.class);

  private final RollStore store;
  private final Bus bus;
  private final Commits commits;
  private final int batch;

  /**
   * @param batch sessions that a round takes
   */
  public Rolling(RollStore store, Bus bus, Commits commits, int batch) {
    this.store = store;
    this.bus = bus;
    this.commits = commits;
    this.batch = batch;
  }

  public Future<Void> runOnce() {
    return store.due(batch).compose(this::rollAll);
  }

  private Future<Void> rollAll(List<RollSession> due) {
    return Future.join(due.stream().map(this::roll).toList()).mapEmpty();
  }

  private Future<Void> roll(RollSession wanted) {
    return bus.request(Addresses.ROLL_SESSION, wanted)
        .onSuccess(rolled -> commits.committed(wanted.session().number(), rolled.events()))
        .compose(rolled -> store.done(wanted.session()))
        .recover(failure -> {
          LOG.warn("a session is rolled later: {}", failure.toString());
          return Future.succeededFuture();
        });
  }
}
