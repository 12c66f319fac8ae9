package dev.holdfast.gateway.mcp.legacy;

import java.util.concurrent.ThreadLocalRandom;

/** Tells ids apart that would be equal; guards nothing, so it may be guessed. */
final class Nonce {
  private static final long BOUND = 1L << 40;

  private Nonce() {}

  /** Up to eight characters of {@code 0-9 a-z}. */
  static String mint() {
    return Long.toString(ThreadLocalRandom.current().nextLong(BOUND), Character.MAX_RADIX);
  }
}
