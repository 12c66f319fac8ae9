package dev.holdfast.shared.identity;

/**
 * A new token of who drives a session: {@code hfc_} and 43 characters of {@code A-Z a-z 0-9 - _},
 * which are 256 random bits. Only its hash is ever stored, so that it can be shown exactly once.
 *
 * @param secret what the driver is given
 */
public record ControlToken(String secret) {
  public static ControlToken mint() {
    return new ControlToken(RandomSecret.mint("hfc_"));
  }

  /** A new name for a driver; no secret. */
  public static String mintHolder() {
    return RandomId.mint("drv");
  }

  /** SHA-256 of the secret, lower-case hexadecimal: what is stored and compared. */
  public String hash() {
    return RandomSecret.hash(secret);
  }

  @Override
  public String toString() {
    return "ControlToken[****]";
  }
}
