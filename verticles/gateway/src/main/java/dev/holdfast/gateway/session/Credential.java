package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Sha256;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client proves itself with. */
public sealed interface Credential {
  String SCHEME = "bearer ";

  /**
   * An API key, as its hash: the key itself is forgotten where it is read.
   *
   * @param hash SHA-256 of the key, lower-case hexadecimal
   */
  record Key(String hash) implements Credential {
    @Override
    public String toString() {
      return "Key[****]";
    }
  }

  /** A signed token (RFC 7519), not verified yet. */
  record Token(String text) implements Credential {
    @Override
    public String toString() {
      return "Token[****]";
    }
  }

  /** Exactly two dots are in a signed token and in no API key. */
  static Credential of(String bearer) {
    return bearer.chars().filter(c -> c == '.').count() == 2
        ? new Token(bearer)
        : new Key(Sha256.of(bearer));
  }

  /** The credential of an {@code Authorization: Bearer} header (RFC 6750); null for another. */
  static @Nullable Credential ofHeader(@Nullable String authorization) {
    if (authorization == null
        || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        || authorization.length() == SCHEME.length()) {
      return null;
    }
    return of(authorization.substring(SCHEME.length()).strip());
  }
}
