package dev.holdfast.registry.cache.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that Redis runs, one file for each act. */
final class LuaScript {
  private LuaScript() {}

  static String load(String file) {
    try (InputStream script = LuaScript.class.getResourceAsStream(file)) {
      if (script == null) {
        throw new IllegalStateException("not in the jar: " + file);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
