package dev.holdfast.deploy.dev;

import dev.holdfast.deploy.process.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Random text that is made once and kept. */
final class SecretFile {
  private static final int BYTES = 32;

  private SecretFile() {}

  /** The text in the file; made first, where the file is absent: the prefix and 256 random bits. */
  static String readOrMake(Path file, String prefix) throws IOException {
    if (!Files.exists(file)) {
      PrivateFile.write(file, random(prefix) + "\n");
    }
    return Files.readString(file).strip();
  }

  static String random(String prefix) {
    byte[] bits = new byte[BYTES];
    new SecureRandom().nextBytes(bits);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
