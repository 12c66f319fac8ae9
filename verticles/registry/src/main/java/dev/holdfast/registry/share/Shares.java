package dev.holdfast.registry.share;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.ShareStore;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.CreateShare;
import dev.holdfast.shared.message.ListShares;
import dev.holdfast.shared.message.RevokeShare;
import dev.holdfast.shared.message.SharePage;
import dev.holdfast.shared.message.ShareRecord;
import io.vertx.core.Future;

/** Makes, lists and revokes shares. */
public final class Shares {
  private final ShareStore store;
  private final Deadline deadline;
  private final ShareConfig config;

  public Shares(ShareStore store, Deadline deadline, ShareConfig config) {
    this.store = store;
    this.deadline = deadline;
    this.config = config;
  }

  public Future<ShareRecord> create(CreateShare wanted) {
    Long lifetime = wanted.lifetimeS();
    long seconds = lifetime == null ? config.shareTtlSMax() : lifetime;
    if (seconds > config.shareTtlSMax()) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.INVALID_FIELD,
              "expires_in_s must be at most "
                  + config.shareTtlSMax()
                  + " (registry.share_ttl_s_max): "
                  + seconds));
    }
    return deadline.limit(store.create(wanted, seconds, config.sharesMax()));
  }

  public Future<SharePage> list(ListShares wanted) {
    return deadline.limit(store.list(wanted));
  }

  public Future<ShareRecord> revoke(RevokeShare wanted) {
    return deadline.limit(store.revoke(wanted));
  }
}
