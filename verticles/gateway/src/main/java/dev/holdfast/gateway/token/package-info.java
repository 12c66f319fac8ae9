/**
 * Signed tokens (JWT, RFC 7519), verified with the keys their issuer publishes (JWKS, RFC 7517).
 *
 * <p>Flow: {@link JwtVerifier} reads the token's header, asks {@link IssuerKeys} for keys, and lets
 * the library check signature and claims.
 *
 * <p><b>Invariant:</b> no algorithm is taken from a token that is not configured, no symmetric one
 * can be configured, and no token's text is kept or logged.
 */
@NullMarked
package dev.holdfast.gateway.token;

import org.jspecify.annotations.NullMarked;
