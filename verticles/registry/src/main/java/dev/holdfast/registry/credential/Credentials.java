package dev.holdfast.registry.credential;

import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.flight.SingleFlight;
import dev.holdfast.registry.store.CredentialStore;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.message.Authenticate;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells the holder of a credential.
 *
 * <p>An expired or revoked credential is refused once its near-cache entry is too old; credentials
 * are not in Redis, so that nothing outlives that.
 */
public final class Credentials {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final CredentialStore store;
  private final NearCache<String, Access> near;
  private final SingleFlight<String, Optional<Access>> flights;

  public Credentials(CredentialStore store, NearCache<String, Access> near, Deadline deadline) {
    this.store = store;
    this.near = near;
    this.flights = new SingleFlight<>(deadline);
  }

  /** Empty for a credential that is unknown, expired or revoked. */
  public Future<Optional<Access>> authenticate(Authenticate question) {
    String hash = question.credentialHash();
    if (!HASH.matcher(hash).matches()) {
      return Future.succeededFuture(Optional.empty());
    }
    Optional<Access> held = near.get(hash);
    return held.isPresent() ? Future.succeededFuture(held) : flights.join(hash, () -> load(hash));
  }

  private Future<Optional<Access>> load(String hash) {
    return store
        .holder(hash)
        .map(found -> {
          found.ifPresent(access -> near.put(hash, access));
          return found;
        });
  }
}
