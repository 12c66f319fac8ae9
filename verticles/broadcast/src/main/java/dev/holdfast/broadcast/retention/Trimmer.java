package dev.holdfast.broadcast.retention;

import dev.holdfast.broadcast.store.RetentionStore;
import io.vertx.core.Future;
import java.util.List;

/**
 * Trims histories, some sessions in a round; the next round goes on where this one ended. For one
 * event loop.
 */
public final class Trimmer {
  private static final int PORTIONS_MAX = 100;

  private final RetentionStore store;
  private final RetentionConfig config;
  private long after;

  public Trimmer(RetentionStore store, RetentionConfig config) {
    this.store = store;
    this.config = config;
  }

  /** One round; one that fails begins where it began. */
  public Future<Void> runOnce() {
    return store
        .look(after, config.sessions(), config.retained())
        .compose(look ->
            trim(look.due(), 0, PORTIONS_MAX)
                .map(unfinished -> {
                  after = unfinished > 0 ? unfinished - 1 : next(look);
                  return null;
                }));
  }

  private long next(RetentionStore.Look look) {
    return look.count() < config.sessions() ? 0 : look.last();
  }

  /** Tells the number of the session at which the portions ran out; 0 where they sufficed. */
  private Future<Long> trim(List<Long> due, int index, int portions) {
    if (index == due.size()) {
      return Future.succeededFuture(0L);
    }
    if (portions == 0) {
      return Future.succeededFuture(due.get(index));
    }
    return store
        .trim(due.get(index), config.batch(), config.retained())
        .compose(trimmed ->
            trim(due, trimmed.moved() < config.batch() ? index + 1 : index, portions - 1));
  }
}
