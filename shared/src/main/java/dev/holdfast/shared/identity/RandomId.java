package dev.holdfast.shared.identity;

import java.security.SecureRandom;
import java.util.Base64;

/** Ids that nobody can guess: a prefix that tells a reader the kind, and 160 random bits. */
public final class RandomId {
  private static final int BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private RandomId() {}

  /**
   * A new id such as {@code tsk_k3J…}: the prefix, an underscore, 27 characters of {@code A-Z a-z
   * 0-9 - _}.
   *
   * @param prefix what kind of thing the id names
   */
  public static String mint(String prefix) {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return prefix + "_" + ENCODER.encodeToString(bits);
  }
}
