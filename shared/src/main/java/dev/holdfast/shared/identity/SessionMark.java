package dev.holdfast.shared.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How a session is named where people look who are not its owner, in logs and traces: the same on
 * every pod and for as long as the session lives, and nothing can be done with it.
 */
public final class SessionMark {
  private static final int BYTES = 8;

  private SessionMark() {}

  /**
   * 16 hexadecimal digits of a SHA-256 over the session's owner, id and number. Not a secret's
   * hash: who knows all of these can make it.
   */
  public static String of(SessionRef session) {
    String named =
        String.join(
            "\0",
            session.owner().tenant(),
            session.owner().name(),
            session.id(),
            Long.toString(session.number()));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
