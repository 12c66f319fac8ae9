package dev.holdfast.shared.identity;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a client declares of itself that survives a change of its transport id.
 *
 * <p>Two clients of one principal that declare the same four values share a session; the client
 * resolves symbolic links in the repository root before it declares it.
 *
 * @param agent the agent's own identity, 1-200 characters
 * @param repoRoot the real path of the repository root, 1-4096 characters
 * @param mode for example {@code project}; may be empty, at most 200 characters
 * @param scope a further division; may be empty, at most 200 characters
 */
public record StableKey(String agent, String repoRoot, String mode, String scope) {
  public StableKey {
    requireLength("stable_key.agent", agent, 1, 200);
    requireLength("stable_key.repo_root", repoRoot, 1, 4096);
    requireLength("stable_key.mode", mode, 0, 200);
    requireLength("stable_key.scope", scope, 0, 200);
  }

  /**
   * The binding that stands for this key: SHA-256 over the length-prefixed values, so that no two
   * keys run together.
   */
  public Transport transport() {
    MessageDigest digest = sha256();
    for (String part : new String[] {repoRoot, mode, scope, agent}) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return new Transport(TransportKind.STABLE, HexFormat.of().formatHex(digest.digest()));
  }

  private static void requireLength(String name, String value, int min, int max) {
    if (value.length() < min || value.length() > max) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          name + " must have " + min + "-" + max + " characters, has " + value.length());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
