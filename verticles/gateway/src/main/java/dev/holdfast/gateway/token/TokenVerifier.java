package dev.holdfast.gateway.token;

import dev.holdfast.shared.identity.Access;
import io.vertx.core.Future;
import java.util.Optional;

/** Says what a signed token allows. */
public interface TokenVerifier {
  /** Where no issuer is configured no token is valid. */
  TokenVerifier NONE = text -> Future.succeededFuture(Optional.empty());

  /**
   * What it allows; empty for a token that is not valid, for whatever reason.
   *
   * @return fails with {@code forbidden} for a valid one without the scope that it must have, with
   *     {@code overloaded} while the issuer's keys could not be had even once
   */
  Future<Optional<Access>> verify(String text);
}
