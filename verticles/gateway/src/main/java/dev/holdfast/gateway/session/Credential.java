package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Sha256;
import org.jspecify.annotations.Nullable;

/** What a client proves itself with. */
public sealed interface Credential {
  String SCHEME = "bearer ";
  String TICKET_SCHEME = "ticket ";

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

  /**
   * A ticket, as its hash: it opens one connection and nothing else.
   *
   * @param hash SHA-256 of the ticket, lower-case hexadecimal
   */
  record Pass(String hash) implements Credential {
    @Override
    public String toString() {
      return "Pass[****]";
    }
  }

  /** The credential that a ticket is. */
  static Credential ofTicket(String ticket) {
    return new Pass(Sha256.of(ticket));
  }

  /** Exactly two dots are in a signed token and in no API key. */
  static Credential of(String bearer) {
    int first = bearer.indexOf('.');
    int second = first < 0 ? -1 : bearer.indexOf('.', first + 1);
    return second >= 0 && bearer.indexOf('.', second + 1) < 0
        ? new Token(bearer)
        : new Key(Sha256.of(bearer));
  }

  /** The credential of an {@code Authorization: Bearer} header (RFC 6750); null for another. */
  static @Nullable Credential ofHeader(@Nullable String authorization) {
    String token = of(authorization, SCHEME);
    return token == null ? null : of(token);
  }

  /**
   * The credential of a request that opens a connection: {@code Authorization: Bearer}, or {@code
   * Authorization: Ticket}, a scheme of our own.
   */
  static @Nullable Credential ofOpening(@Nullable String authorization) {
    String ticket = of(authorization, TICKET_SCHEME);
    return ticket == null ? ofHeader(authorization) : ofTicket(ticket);
  }

  private static @Nullable String of(@Nullable String authorization, String scheme) {
    return authorization == null
            || !authorization.regionMatches(true, 0, scheme, 0, scheme.length())
            || authorization.length() == scheme.length()
        ? null
        : authorization.substring(scheme.length()).strip();
  }
}
