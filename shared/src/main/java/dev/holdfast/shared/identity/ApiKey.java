package dev.holdfast.shared.identity;

/**
 * A new API key: {@code hf_}, of a worker {@code hfw_}, and 43 characters of {@code A-Z a-z 0-9 -
 * _}, which are 256 random bits. Only its hash is ever stored, so that it can be shown exactly
 * once.
 *
 * @param secret what its holder is given
 */
public record ApiKey(String secret) {
  public static ApiKey mint() {
    return new ApiKey(RandomSecret.mint("hf_"));
  }

  /** A new key for a worker. */
  public static ApiKey mintForWorker() {
    return new ApiKey(RandomSecret.mint("hfw_"));
  }

  /** A new name for a key; no secret. */
  public static String mintId() {
    return RandomId.mint("key");
  }

  /** SHA-256 of the secret, lower-case hexadecimal: what is stored and looked for. */
  public String hash() {
    return RandomSecret.hash(secret);
  }

  @Override
  public String toString() {
    return "ApiKey[****]";
  }
}
