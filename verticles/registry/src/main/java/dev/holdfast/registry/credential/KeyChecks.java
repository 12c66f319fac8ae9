package dev.holdfast.registry.credential;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.CredentialStore;
import dev.holdfast.shared.message.CheckKeys;
import dev.holdfast.shared.message.ValidKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells which keys of live connections are still valid, past every cache. The questions of all
 * gateways of the pod within one window become one query.
 */
public final class KeyChecks {
  private final Vertx vertx;
  private final CredentialStore store;
  private final Deadline deadline;
  private final int windowMs;
  private Set<String> waiting = new HashSet<>();
  private Promise<ValidKeys> answer = Promise.promise();

  /**
   * @param windowMs milliseconds for which a question waits for others
   */
  public KeyChecks(Vertx vertx, CredentialStore store, Deadline deadline, int windowMs) {
    this.vertx = vertx;
    this.store = store;
    this.deadline = deadline;
    this.windowMs = windowMs;
  }

  /** The valid ones of these, and perhaps of others that were asked for at the same time. */
  public Future<ValidKeys> check(CheckKeys question) {
    if (waiting.isEmpty()) {
      vertx.setTimer(windowMs, due -> ask());
    }
    waiting.addAll(question.keyIds());
    return answer.future();
  }

  private void ask() {
    Set<String> asked = waiting;
    Promise<ValidKeys> due = answer;
    waiting = new HashSet<>();
    answer = Promise.promise();
    deadline.limit(store.valid(asked)).map(ValidKeys::new).onComplete(due);
  }
}
