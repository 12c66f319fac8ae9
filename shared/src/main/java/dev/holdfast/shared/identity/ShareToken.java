package dev.holdfast.shared.identity;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A new share token: {@code hfs_} and 43 characters of {@code A-Z a-z 0-9 - _}, which are 256
 * random bits. Only its hash is ever stored, so that it can be shown exactly once.
 *
 * @param secret what is handed on to whoever may look
 */
public record ShareToken(String secret) {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  public static ShareToken mint() {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return new ShareToken("hfs_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** A new name for a share; no secret. */
  public static String mintId() {
    return RandomId.mint("shr");
  }

  /** SHA-256 of the secret, lower-case hexadecimal: what is stored and looked for. */
  public String hash() {
    return new ApiKey(secret).hash();
  }

  @Override
  public String toString() {
    return "ShareToken[****]";
  }
}
