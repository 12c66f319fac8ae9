package dev.holdfast.gateway.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SHA-256 as lower-case hexadecimal. */
public final class Sha256 {
  private static final MessageDigest UNUSED = fresh();

  private Sha256() {}

  /** The hash of one text. */
  public static String of(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The hash of a list, each part with its length, so that no two lists run together. */
  public static String ofParts(List<@Nullable String> parts) {
    MessageDigest digest = digest();
    for (String part : parts) {
      byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
      String head = part == null ? "-:" : bytes.length + ":";
      digest.update(head.getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A copy, which spares the search for who provides the algorithm. */
  private static MessageDigest digest() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return fresh();
    }
  }
}
