package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Pod;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/**
 * One transport by which a session is watched, for as many connections after each other as its
 * watcher wants. Everything of it happens on one event loop.
 */
interface Road {
  /**
   * Watches from a position on.
   *
   * @param after the last number the watcher has
   * @param bytes after so many bytes of the connection it is broken off, in the middle of whatever
   *     comes then; {@link Long#MAX_VALUE} for never
   * @param event told of each whole event
   * @param gone told once, when this connection is over or did not come about
   */
  void watch(Pod pod, long after, long bytes, Consumer<JsonObject> event, Runnable gone);
}
