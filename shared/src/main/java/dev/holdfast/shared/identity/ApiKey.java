package dev.holdfast.shared.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A new API key: {@code hf_} and 43 characters of {@code A-Z a-z 0-9 - _}, which are 256 random
 * bits. Only its hash is ever stored, so that it can be shown exactly once.
 *
 * @param secret what its holder is given
 */
public record ApiKey(String secret) {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  public static ApiKey mint() {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return new ApiKey("hf_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** A new name for a key; no secret. */
  public static String mintId() {
    return RandomId.mint("key");
  }

  /** SHA-256 of the secret, lower-case hexadecimal: what is stored and looked for. */
  public String hash() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "ApiKey[****]";
  }
}
