package dev.holdfast.gateway.session;

import dev.holdfast.gateway.token.TokenVerifier;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.message.Authenticate;
import dev.holdfast.shared.message.RedeemTicket;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a credential into what it allows its holder. */
public final class Authenticator {
  private final Bus bus;
  private final TokenVerifier tokens;

  public Authenticator(Bus bus, TokenVerifier tokens) {
    this.bus = bus;
    this.tokens = tokens;
  }

  /**
   * What the credential allows; fails with {@link ErrorCode#UNAUTHENTICATED} where there is no
   * credential or it is not valid, without telling which. A ticket is none.
   */
  public Future<Access> authenticate(@Nullable Credential credential) {
    Future<Optional<Access>> access =
        switch (credential) {
          case null -> Future.succeededFuture(Optional.empty());
          case Credential.Key key ->
              bus.request(Addresses.AUTHENTICATE, new Authenticate(key.hash()));
          case Credential.Token token -> tokens.verify(token.text());
          case Credential.Pass pass -> Future.succeededFuture(Optional.empty());
        };
    return access.map(found -> found.orElseThrow(Authenticator::refusal));
  }

  /**
   * The same for a request that opens a connection, where a ticket counts too: it is used up by
   * this.
   */
  public Future<Access> admit(@Nullable Credential credential) {
    return credential instanceof Credential.Pass pass
        ? bus.request(Addresses.REDEEM_TICKET, new RedeemTicket(pass.hash()))
            .map(found -> found.orElseThrow(Authenticator::refusal))
        : authenticate(credential);
  }

  private static Fault refusal() {
    return new Fault(ErrorCode.UNAUTHENTICATED, "a valid bearer token is required");
  }
}
