package dev.holdfast.registry.credential;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.KeyStore;
import dev.holdfast.shared.message.CreateKey;
import dev.holdfast.shared.message.KeyPage;
import dev.holdfast.shared.message.KeyRecord;
import dev.holdfast.shared.message.ListKeys;
import dev.holdfast.shared.message.RevokeKey;
import dev.holdfast.shared.message.RotateKey;
import io.vertx.core.Future;

/** Makes, lists, rotates and revokes API keys, each within the tenant of who asks. */
public final class Keys {
  private final KeyStore store;
  private final Deadline deadline;

  public Keys(KeyStore store, Deadline deadline) {
    this.store = store;
    this.deadline = deadline;
  }

  public Future<KeyRecord> create(CreateKey command) {
    return deadline.limit(store.create(command));
  }

  public Future<KeyPage> list(ListKeys question) {
    return deadline.limit(store.list(question));
  }

  public Future<KeyRecord> rotate(RotateKey command) {
    return deadline.limit(store.rotate(command));
  }

  public Future<KeyRecord> revoke(RevokeKey command) {
    return deadline.limit(store.revoke(command));
  }
}
