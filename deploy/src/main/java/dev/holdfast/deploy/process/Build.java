package dev.holdfast.deploy.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this program was built as. */
public final class Build {
  private Build() {}

  /** Its version, for example {@code 0.1.0}. */
  public static String version() {
    Properties build = new Properties();
    try (InputStream text = Build.class.getResourceAsStream("/holdfast-build.properties")) {
      build.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version", "unknown");
  }
}
