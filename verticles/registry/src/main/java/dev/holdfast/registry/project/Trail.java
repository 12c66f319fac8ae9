package dev.holdfast.registry.project;

import dev.holdfast.shared.identity.Principal;
import io.vertx.core.Future;

/** Where refusals go on record. */
public interface Trail {
  /**
   * The same answer, which is noted where it is a refusal.
   *
   * @param asked what was asked for, by its name on the wire
   */
  <T> Future<T> watch(Principal asker, String sessionId, String asked, Future<T> answer);
}
