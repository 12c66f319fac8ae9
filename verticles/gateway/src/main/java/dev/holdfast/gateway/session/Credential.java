package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Sha256;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client proves itself with, as its hash: the token itself is forgotten where it is read.
 *
 * @param hash SHA-256 of the token, lower-case hexadecimal
 */
public record Credential(String hash) {
  private static final String SCHEME = "bearer ";

  public static Credential of(String token) {
    return new Credential(Sha256.of(token));
  }

  /** The token of an {@code Authorization: Bearer} header (RFC 6750); null for anything else. */
  public static @Nullable Credential ofHeader(@Nullable String authorization) {
    if (authorization == null
        || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        || authorization.length() == SCHEME.length()) {
      return null;
    }
    return of(authorization.substring(SCHEME.length()).strip());
  }

  @Override
  public String toString() {
    return "Credential[****]";
  }
}
