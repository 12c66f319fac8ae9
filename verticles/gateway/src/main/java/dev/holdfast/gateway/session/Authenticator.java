package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.Authenticate;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Turns a credential into the principal who holds it. */
public final class Authenticator {
  private final Bus bus;

  public Authenticator(Bus bus) {
    this.bus = bus;
  }

  /**
   * The holder; fails with {@link ErrorCode#UNAUTHENTICATED} where there is no credential or nobody
   * holds it, without telling which.
   */
  public Future<Principal> authenticate(@Nullable Credential credential) {
    if (credential == null) {
      return Future.failedFuture(refusal());
    }
    return bus.request(Addresses.AUTHENTICATE, new Authenticate(credential.hash()))
        .map(holder -> holder.orElseThrow(Authenticator::refusal));
  }

  private static Fault refusal() {
    return new Fault(ErrorCode.UNAUTHENTICATED, "a valid bearer token is required");
  }
}
