package dev.holdfast.shared.identity;

/**
 * What opens one connection: {@code hft_} and 43 characters of {@code A-Z a-z 0-9 - _}, which are
 * 256 random bits. For clients that must not hold a key, such as a page in a browser. Only its hash
 * is ever stored.
 *
 * @param secret what its holder is given
 */
public record Ticket(String secret) {
  public static Ticket mint() {
    return new Ticket(RandomSecret.mint("hft_"));
  }

  /** SHA-256 of the secret, lower-case hexadecimal: what is stored and looked for. */
  public String hash() {
    return RandomSecret.hash(secret);
  }

  @Override
  public String toString() {
    return "Ticket[****]";
  }
}
