package dev.holdfast.registry.credential;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.flight.SingleFlight;
import dev.holdfast.registry.store.CredentialStore;
import dev.holdfast.shared.bus.AnswerCache;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.message.Authenticate;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells the holder of a credential.
 *
 * <p>What it answers may be given again for a while, see {@link #cache}; an expired or revoked
 * credential is refused after that. Credentials are not in Redis, so that nothing outlives it.
 */
public final class Credentials {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final CredentialStore store;
  private final SingleFlight<String, Optional<Access>> flights;

  public Credentials(CredentialStore store, Deadline deadline) {
    this.store = store;
    this.flights = new SingleFlight<>(deadline);
  }

  /**
   * What the pod gives again without asking: that a credential is valid, never that it is not.
   *
   * @param entriesMax at most so many
   * @param ttlMs milliseconds
   * @param clock {@link Ticker#systemTicker()} but for tests
   */
  public static AnswerCache<Authenticate, Optional<Access>> cache(
      int entriesMax, int ttlMs, Ticker clock) {
    return new AnswerCache<>(entriesMax, ttlMs, ttlMs, Optional::isPresent, clock);
  }

  /** Empty for a credential that is unknown, expired or revoked. */
  public Future<Optional<Access>> authenticate(Authenticate question) {
    String hash = question.credentialHash();
    if (!HASH.matcher(hash).matches()) {
      return Future.succeededFuture(Optional.empty());
    }
    return flights.join(hash, () -> store.holder(hash));
  }
}
