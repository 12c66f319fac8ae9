package dev.holdfast.shared.identity;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** Ids: a prefix that tells a reader the kind, and 160 random bits. */
public final class RandomId {
  private static final int BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private RandomId() {}

  /**
   * A new id that nobody can guess, such as {@code tsk_k3J…}: the prefix, an underscore, 27
   * characters of {@code A-Z a-z 0-9 - _}.
   *
   * @param prefix what kind of thing the id names
   */
  public static String mint(String prefix) {
    return of(prefix, RANDOM);
  }

  /**
   * The same for what only has to differ from all others and opens nothing: who sees many such ids
   * could foretell more, and one costs a tenth.
   */
  public static String label(String prefix) {
    return of(prefix, ThreadLocalRandom.current());
  }

  private static String of(String prefix, Random random) {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return prefix + "_" + ENCODER.encodeToString(bits);
  }
}
